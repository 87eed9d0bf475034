package dev.otpstream.simulators.kaleyra;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.otpstream.simulators.kaleyra.KaleyraDesk.Turn;
import dev.otpstream.simulators.stage.Answer;
import dev.otpstream.simulators.stage.HttpAnswers;
import dev.otpstream.simulators.stage.HttpListener;
import dev.otpstream.simulators.stage.Phones;
import dev.otpstream.simulators.stage.Provider;
import dev.otpstream.simulators.stage.Stage;
import dev.otpstream.simulators.stage.Step;
import io.javalin.http.Context;
import io.javalin.http.Header;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Kaleyra's messages API, as far as an SMS needs it: orders, callbacks, status queries.
 *
 * @see <a href="https://developers.kaleyra.io/docs/send-sms-api">Kaleyra, Send SMS</a>
 */
public final class Kaleyra implements Provider {
  public static final String NAME = "kaleyra";
  private final Stage stage;
  private final KaleyraConfig config;
  private final KaleyraDesk desk;
  private final HttpListener listener;

  public Kaleyra(String host, KaleyraConfig config, Stage stage) {
    this.stage = stage;
    this.config = config;
    desk = new KaleyraDesk(config, stage);
    listener = new HttpListener(host, config.port(), routes -> {
      for (String form : new String[]{"messages", "sms"}) {
        routes.post("/v1/{sid}/" + form, this::send);
        routes.get("/v1/{sid}/" + form + "/status", this::query);
      }
    });
  }

  @Override public String name() {
    return NAME;
  }

  @Override public String address() {
    return listener.address();
  }

  @Override public void down() {
    listener.down();
  }

  @Override public void up() {
    listener.up();
  }

  @Override public void close() {
    listener.close();
  }

  private void send(Context ctx) throws IOException, InterruptedException {
    Map<String, String> fields = fields(ctx);
    stage.journal().received(NAME, "messages", Phones.digits(fields.getOrDefault("to", "")), null, fields);
    Turn turn = isKnown(ctx) ? desk.send(fields) : Turn.refused(Step.noReceipt(), KaleyraError.unauthorized());
    play(ctx, "messages", turn);
  }

  private void query(Context ctx) throws IOException, InterruptedException {
    String ids = ctx.queryParam("message_ids");
    stage.journal().received(NAME, "status", null, null, ids);
    Turn turn = isKnown(ctx)
        ? desk.query(ids == null ? "" : ids)
        : Turn.refused(Step.noReceipt(), KaleyraError.unauthorized());
    play(ctx, "status", turn);
  }

  private boolean isKnown(Context ctx) {
    return config.sid().equals(ctx.pathParam("sid")) && config.apiKey().equals(ctx.header("api-key"));
  }

  private void play(Context ctx, String operation, Turn turn) throws IOException, InterruptedException {
    Answer answer = turn.step().answer();
    ObjectNode body = turn.body();
    String phone = turn.message() == null ? null : turn.message().order().phone();
    String id = turn.message() == null ? null : turn.message().id();
    stage.journal().sent(NAME, "answer " + operation, phone, id, answer instanceof Answer.Accept ? body : answer);
    boolean up = listener.pause(turn.step().answerDelay());
    desk.followUp(turn);
    ctx.status(turn.httpStatus());
    if (answer instanceof Answer.Throttle(int seconds) && seconds > 0)
      ctx.header(Header.RETRY_AFTER, Integer.toString(seconds));
    HttpAnswers.play(listener, ctx, up ? answer : new Answer.Close(),
        body.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** What a caller says, of form or JSON alike. Several numbers in one form are told by a comma. */
  private Map<String, String> fields(Context ctx) throws IOException {
    var fields = new LinkedHashMap<String, String>();
    if (ctx.isJson()) {
      JsonNode body = stage.json().readTree(ctx.bodyAsBytes());
      body.properties().forEach(field -> fields.put(field.getKey(), field.getValue().asText()));
    } else {
      ctx.formParamMap().forEach((name, values) -> fields.put(name, String.join(",", values)));
    }
    return fields;
  }
}
