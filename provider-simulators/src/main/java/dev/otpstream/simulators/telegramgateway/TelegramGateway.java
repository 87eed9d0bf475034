package dev.otpstream.simulators.telegramgateway;

import dev.otpstream.simulators.stage.Answer;
import dev.otpstream.simulators.stage.HttpAnswers;
import dev.otpstream.simulators.stage.HttpListener;
import dev.otpstream.simulators.stage.Phones;
import dev.otpstream.simulators.stage.Provider;
import dev.otpstream.simulators.stage.Stage;
import io.javalin.http.Context;
import io.javalin.http.Header;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Telegram's verification gateway: four methods and signed reports.
 *
 * @see <a href="https://core.telegram.org/gateway/api">Gateway API</a>
 */
public final class TelegramGateway implements Provider {
  public static final String NAME = "telegram-gateway";

  private static final String BEARER = "Bearer ";

  private final Stage stage;
  private final String token;
  private final GatewayDesk desk;
  private final HttpListener listener;

  private record Success(boolean ok, Object result) {}

  private record Failure(boolean ok, String error) {}

  public TelegramGateway(String host, TelegramGatewayConfig config, Stage stage) {
    this.stage = stage;
    token = config.token();
    desk = new GatewayDesk(config, stage, new GatewayReports(config, stage));
    listener = new HttpListener(host, config.port(), routes -> {
      routes.get("/{method}", this::handle);
      routes.post("/{method}", this::handle);
      routes.error(404, ctx -> ctx.contentType("application/json").result(body(new Failure(false, "UNKNOWN_METHOD"))));
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

  private void handle(Context ctx) throws IOException, InterruptedException {
    String name = ctx.pathParam("method");
    Map<String, String> parameters;
    try {
      parameters = GatewayParameters.of(ctx, stage.json());
    } catch (IOException e) {
      stage.journal().received(NAME, "unreadable", null, null, Map.of("method", name));
      refuse(ctx, "BAD_REQUEST");
      return;
    }
    String given = parameters.remove("access_token");
    String header = ctx.header(Header.AUTHORIZATION);
    String credential = header != null && header.startsWith(BEARER) ? header.substring(BEARER.length()) : given;
    Optional<GatewayMethod> method = GatewayMethod.named(name);
    String kind = method.map(known -> known.operation().name()).orElse("unknown");
    String phone = Phones.digits(parameters.getOrDefault("phone_number", ""));
    stage.journal().received(NAME, kind, phone, parameters.get("request_id"), parameters);

    if (method.isEmpty()) {
      refuse(ctx, "UNKNOWN_METHOD");
    } else if (credential == null) {
      refuse(ctx, "ACCESS_TOKEN_REQUIRED");
    } else if (!credential.equals(token)) {
      refuse(ctx, "ACCESS_TOKEN_INVALID");
    } else {
      play(ctx, method.get(), desk.decide(method.get(), parameters));
    }
  }

  private void play(Context ctx, GatewayMethod method, GatewayDesk.Turn turn) throws IOException, InterruptedException {
    Answer answer = turn.step().answer();
    Object said = turn.error() == null ? new Success(true, turn.result()) : new Failure(false, turn.error());
    String phone = turn.request() == null ? null : turn.request().phone();
    String requestId = turn.request() == null ? null : turn.request().id();
    boolean usual = answer instanceof Answer.Accept || turn.error() != null;
    stage.journal().sent(NAME, "answer " + method.operation().name(), phone, requestId,
        usual ? said : answer.toString());
    Duration delay = turn.step().answerDelay();
    boolean up = listener.pause(delay);
    if (method == GatewayMethod.SEND) desk.followUp(turn);
    HttpAnswers.play(listener, ctx, up ? answer : new Answer.Close(), body(said));
  }

  private void refuse(Context ctx, String error) throws IOException {
    stage.journal().sent(NAME, "refusal", null, null, error);
    ctx.contentType("application/json").result(body(new Failure(false, error)));
  }

  private byte[] body(Object said) throws IOException {
    return stage.json().writeValueAsBytes(said);
  }
}
