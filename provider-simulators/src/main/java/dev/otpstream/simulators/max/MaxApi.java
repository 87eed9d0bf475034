package dev.otpstream.simulators.max;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.otpstream.simulators.stage.Answer;
import dev.otpstream.simulators.stage.HttpAnswers;
import dev.otpstream.simulators.stage.HttpListener;
import dev.otpstream.simulators.stage.Operation;
import dev.otpstream.simulators.stage.Operation.Role;
import dev.otpstream.simulators.stage.Stage;
import dev.otpstream.simulators.stage.Step;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Header;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/** The Bot API over HTTP: counts, checks the token, plays the script, and asks the desk. */
final class MaxApi {
  private static final int UPDATES_MAX = 1_000;
  private static final int POLL_SECONDS_MAX = 90;
  private static final Map<String, Object> DONE = Map.of("success", true);

  private final MaxConfig config;
  private final Stage stage;
  private final MaxJson json;
  private final MaxDesk desk;
  private final MaxUpdates updates;
  private final MaxHooks hooks;
  private final RequestRate rate;
  private final Supplier<HttpListener> listener;

  /** One method of the API; returns what is to be said. */
  private interface Method {
    Object call(Request request) throws Refusal, InterruptedException;
  }

  /** A request, read. */
  private record Request(Context ctx, JsonNode body, Step step) {
    Optional<String> query(String name) {
      return Optional.ofNullable(ctx.queryParam(name));
    }

    String required(String name) throws Refusal {
      return query(name).orElseThrow(() -> Refusal.payload(name + " is missing"));
    }

    int number(String name, int otherwise, int min, int max) throws Refusal {
      try {
        int number = query(name).map(Integer::parseInt).orElse(otherwise);
        if (number < min || number > max) throw Refusal.payload(name);
        return number;
      } catch (NumberFormatException _) {
        throw Refusal.payload(name);
      }
    }

    Set<String> words(JsonNode array) {
      var words = new TreeSet<String>();
      array.forEach(word -> words.add(word.asText()));
      return words;
    }
  }

  MaxApi(MaxConfig config, Stage stage, MaxJson json, MaxDesk desk, MaxUpdates updates, MaxHooks hooks,
      RequestRate rate, Supplier<HttpListener> listener) {
    this.config = config;
    this.stage = stage;
    this.json = json;
    this.desk = desk;
    this.updates = updates;
    this.hooks = hooks;
    this.rate = rate;
    this.listener = listener;
  }

  void route(RoutesConfig routes) {
    routes.get("/me", ctx -> serve(ctx, "getMe", Role.OTHER, _ -> json.bot()));
    routes.post("/messages", ctx -> serve(ctx, "sendMessage", Role.SENDS, this::send));
    routes.put("/messages", ctx -> serve(ctx, "editMessage", Role.OTHER, this::edit));
    routes.delete("/messages", ctx -> serve(ctx, "deleteMessage", Role.OTHER, this::delete));
    routes.post("/answers", ctx -> serve(ctx, "answerCallback", Role.OTHER, this::answer));
    routes.get("/updates", ctx -> serve(ctx, "getUpdates", Role.OTHER, this::updates));
    routes.get("/subscriptions", ctx -> serve(ctx, "getSubscriptions", Role.OTHER,
        _ -> Map.of("subscriptions", hooks.all().stream().map(MaxHooks.Subscription::shown).toList())));
    routes.post("/subscriptions", ctx -> serve(ctx, "subscribe", Role.OTHER, this::subscribe));
    routes.delete("/subscriptions", ctx -> serve(ctx, "unsubscribe", Role.OTHER, request -> {
      hooks.unsubscribe(request.required("url"));
      return DONE;
    }));
  }

  private Object send(Request request) throws Refusal {
    MessageReader.Body body = MessageReader.read(request.body());
    MaxDialog dialog = desk.open(request.query("user_id"), request.query("chat_id"));
    return request.step().reachesPhone() ? Map.of("message", desk.send(dialog, body)) : Map.of();
  }

  private Object edit(Request request) throws Refusal {
    String mid = request.required("message_id");
    desk.edit(desk.holding(mid), mid, MessageReader.read(request.body()));
    return DONE;
  }

  private Object delete(Request request) throws Refusal {
    String mid = request.required("message_id");
    desk.holding(mid).remove(mid);
    return DONE;
  }

  private Object answer(Request request) throws Refusal {
    JsonNode message = request.body().path("message");
    Optional<MessageReader.Body> body = message.isObject()
        ? Optional.of(MessageReader.read(message))
        : Optional.empty();
    desk.answer(request.required("callback_id"), body);
    return DONE;
  }

  private Object updates(Request request) throws Refusal, InterruptedException {
    int limit = request.number("limit", 100, 1, UPDATES_MAX);
    var timeout = Duration.ofSeconds(request.number("timeout", 30, 0, POLL_SECONDS_MAX));
    long marker = request.number("marker", 0, 0, Integer.MAX_VALUE);
    Set<String> types = request.query("types").filter(list -> !list.isBlank()).map(list -> Set.of(list.split(",")))
        .orElse(Set.of());
    // A subscription switches polling off.
    Set<String> wanted = hooks.all().isEmpty() ? types : Set.of("none");
    MaxUpdates.Batch batch = updates.from(marker, limit, wanted, timeout);
    return Map.of("updates", batch.updates(), "marker", batch.marker());
  }

  private Object subscribe(Request request) throws Refusal {
    JsonNode body = request.body();
    hooks.subscribe(new MaxHooks.Subscription(body.path("url").asText(""), request.words(body.path("update_types")),
        body.path("secret").asText(""), System.currentTimeMillis()));
    return DONE;
  }

  private void serve(Context ctx, String name, Role role, Method method) throws IOException, InterruptedException {
    boolean oneTooMany = rate.isOneTooMany();
    String user = Optional.ofNullable(ctx.queryParam("user_id")).orElse("");
    JsonNode body = body(ctx);
    stage.journal().received(MaxBot.NAME, name, user, ctx.queryParam("message_id"), body);
    Step step = Step.noReceipt();
    Object said;
    try {
      if (oneTooMany) throw Refusal.of("too.many.requests", "more than " + config.requestsMax() + " in a second");
      if (!config.token().equals(ctx.header(Header.AUTHORIZATION)))
        throw Refusal.of("verify.token", "Invalid access_token");
      step = stage.scripts().of(MaxBot.NAME).next(user, new Operation(name, role));
      said = said(ctx, step, new Request(ctx, body, step), method);
    } catch (Refusal refusal) {
      ctx.status(refusal.status());
      said = refusal.body();
    }
    stage.journal().sent(MaxBot.NAME, "answer " + name, user, null, ctx.statusCode());
    boolean up = listener.get().pause(step.answerDelay());
    HttpAnswers.play(listener.get(), ctx, up ? step.answer() : new Answer.Close(),
        stage.json().writeValueAsBytes(said));
  }

  /** What cannot be read counts as no body, which no method takes that needs one. */
  private JsonNode body(Context ctx) {
    try {
      return stage.json().readTree(ctx.body());
    } catch (IOException _) {
      return MissingNode.getInstance();
    }
  }

  private static Object said(Context ctx, Step step, Request request, Method method)
      throws Refusal, InterruptedException {
    switch (step.answer()) {
      case Answer.Refuse(String error) -> throw Refusal.scripted(error);
      case Answer.Throttle(int retryAfterSeconds) -> {
        if (retryAfterSeconds > 0) ctx.header(Header.RETRY_AFTER, Integer.toString(retryAfterSeconds));
        throw Refusal.of("too.many.requests", "scripted");
      }
      default -> {
        return step.takesMessage() ? method.call(request) : Map.of();
      }
    }
  }
}
