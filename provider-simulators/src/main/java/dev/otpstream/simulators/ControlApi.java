package dev.otpstream.simulators;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.otpstream.simulators.max.MaxBot;
import dev.otpstream.simulators.smpp.ReceiptForm;
import dev.otpstream.simulators.smpp.SmppCentre;
import dev.otpstream.simulators.stage.HttpListener;
import dev.otpstream.simulators.stage.Phones;
import dev.otpstream.simulators.stage.Provider;
import dev.otpstream.simulators.stage.ScriptBook;
import dev.otpstream.simulators.stage.ScriptJson;
import dev.otpstream.simulators.stage.Stage;
import dev.otpstream.simulators.telegrambot.TelegramBot;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Scripts in, journal out, over HTTP. The module's README is the reference. */
final class ControlApi implements AutoCloseable {
  private static final int JOURNAL_LIMIT_DEFAULT = 1_000;
  private static final int JOURNAL_LIMIT_MAX = 20_000;

  private final Stage stage;
  private final Map<String, Provider> providers;
  private final SmppCentre smpp;
  private final MaxBot max;
  private final TelegramBot telegramBot;
  private final HttpListener listener;

  ControlApi(SimulatorsConfig config, Stage stage, List<Provider> providers, SmppCentre smpp,
      MaxBot max, TelegramBot telegramBot) {
    this.stage = stage;
    this.smpp = smpp;
    this.max = max;
    this.telegramBot = telegramBot;
    this.providers = providers.stream().collect(Collectors.toUnmodifiableMap(Provider::name, Function.identity()));
    listener = new HttpListener(config.host(), config.controlPort(), this::route);
  }

  String address() {
    return listener.address();
  }

  @Override public void close() {
    listener.close();
  }

  private void route(RoutesConfig routes) {
    routes.get("/healthz", ctx -> json(ctx, Map.of("status", "ok")));
    routes.get("/providers", ctx -> json(ctx, providers.values().stream()
        .collect(Collectors.toMap(Provider::name, Provider::address))));
    routes.put("/providers/{provider}/up", ctx -> {
      provider(ctx).up();
      done(ctx);
    });
    routes.put("/providers/{provider}/down", ctx -> {
      provider(ctx).down();
      done(ctx);
    });
    routes.put("/settings/smpp", this::smppSettings);
    max.control(routes);
    telegramBot.control(routes);

    routes.put("/script/{provider}/{phone}", ctx -> {
      book(ctx).set(ctx.pathParam("phone"), ScriptJson.read(ctx.bodyAsBytes()));
      done(ctx);
    });
    routes.put("/script/{provider}", ctx -> {
      book(ctx).setDefault(ScriptJson.read(ctx.bodyAsBytes()));
      done(ctx);
    });
    routes.delete("/script/{provider}/{phone}", ctx -> {
      book(ctx).clear(ctx.pathParam("phone"));
      done(ctx);
    });
    routes.delete("/script/{provider}", ctx -> {
      book(ctx).clear();
      done(ctx);
    });
    routes.delete("/script", ctx -> {
      stage.scripts().clear();
      done(ctx);
    });

    routes.get("/phones/{phone}/messages", ctx -> json(ctx, stage.phones().messagesOf(ctx.pathParam("phone"))));
    routes.get("/journal", this::journal);
    routes.delete("/journal", ctx -> {
      stage.forget();
      done(ctx);
    });
    routes.get("/stats", ctx -> json(ctx, stage.journal().counters()));

    routes.exception(IllegalArgumentException.class, (e, ctx) -> {
      ctx.status(400);
      said(ctx, e.getMessage());
    });
    routes.error(404, ctx -> said(ctx, "no such thing"));
  }

  private void journal(Context ctx) {
    String provider = ctx.queryParam("provider");
    String phone = ctx.queryParam("phone");
    String digits = phone == null ? null : Phones.digits(phone);
    long since = number(ctx, "since", 0);
    List<String> kinds = ctx.queryParams("kind");
    int limit = (int) Math.min(number(ctx, "limit", JOURNAL_LIMIT_DEFAULT), JOURNAL_LIMIT_MAX);
    json(ctx, stage.journal().since(since, limit, entry -> (provider == null || entry.provider().equals(provider))
        && (kinds.isEmpty() || kinds.contains(entry.kind()))
        && (digits == null || digits.equals(entry.phone()))));
  }

  private void smppSettings(Context ctx) {
    JsonNode settings;
    try {
      settings = stage.json().readTree(ctx.bodyAsBytes());
    } catch (IOException e) {
      throw new IllegalArgumentException("not JSON", e);
    }
    ReceiptForm usual = ReceiptForm.usual();
    smpp.setReceiptForm(new ReceiptForm(
        ReceiptForm.MessageId.valueOf(settings.path("receiptId").asText(usual.messageId().name())),
        settings.path("receiptParameters").asBoolean(usual.parameters()),
        settings.path("receiptEsmClass").asBoolean(usual.receiptEsmClass())));
    done(ctx);
  }

  private Provider provider(Context ctx) {
    Provider provider = providers.get(ctx.pathParam("provider"));
    if (provider == null) throw new NotFoundResponse();
    return provider;
  }

  private ScriptBook book(Context ctx) {
    return stage.scripts().of(provider(ctx).name());
  }

  private static long number(Context ctx, String name, long otherwise) {
    String value = ctx.queryParam(name);
    return value == null ? otherwise : Long.parseLong(value); // a NumberFormatException is answered as 400
  }

  private void json(Context ctx, Object body) {
    try {
      ctx.contentType("application/json").result(stage.json().writeValueAsBytes(body));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the journal holds only what can be written", e);
    }
  }

  private static void done(Context ctx) {
    ctx.status(204);
  }

  private void said(Context ctx, String error) {
    json(ctx, Map.of("error", error));
  }
}
