package dev.otpstream.ingress.zapnoty;

import dev.otpstream.ingress.accounts.CallRates;
import dev.otpstream.ingress.accounts.Caller;
import dev.otpstream.ingress.accounts.Callers;
import dev.otpstream.ingress.accounts.Callers.Identity;
import dev.otpstream.ingress.accounts.Front;
import dev.otpstream.ingress.engine.Engine;
import dev.otpstream.ingress.engine.Once;
import dev.otpstream.ingress.front.Answer;
import dev.otpstream.ingress.front.Call;
import dev.otpstream.ingress.front.Dialect;
import dev.otpstream.ingress.front.Envelope;
import dev.otpstream.ingress.front.Fault;
import dev.otpstream.ingress.front.Fields;
import dev.otpstream.ingress.front.Operation;
import dev.otpstream.ingress.json.Json;
import dev.otpstream.ingress.json.JsonReader;
import dev.otpstream.kit.target.TargetRules;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Zapnoty's OTP API and our own, which adds optional fields and operations. Whoever uses none of them is answered byte for
 * byte as Zapnoty answers.
 *
 * @see <a href="https://zapnoty.com/docs/otp">Zapnoty, OTP</a>
 */
public final class ZapnotyDialect implements Dialect {
  private static final String NAME = "zapnoty";
  private static final int IDEMPOTENCY_KEY_LENGTH_MAX = 255;
  private static final Duration ANSWER_KEPT = Duration.ofHours(24);
  private final Callers callers;
  private final CallRates rates;
  private final SendCall send;
  private final VerifyCall verify;
  private final MessageCalls messages;

  /** @param targets where hooks may lead */
  public ZapnotyDialect(Callers callers, CallRates rates, TargetRules targets, Subscribers subscribers, Engine engine) {
    var recipients = new Recipients(subscribers);
    this.callers = callers;
    this.rates = rates;
    this.send = new SendCall(engine, recipients, targets);
    this.verify = new VerifyCall(engine, recipients);
    this.messages = new MessageCalls(engine, recipients);
  }

  @Override public String name() {
    return NAME;
  }

  @Override public List<Operation> operations() {
    return List.of(Operation.post("send", "/v1/otp/send", call -> known(call, this::send)),
        Operation.post("verify", "/v1/otp/verify", call -> known(call, this::verify)),
        Operation.post("cancel", "/v1/otp/cancel", call -> known(call, this::cancel)),
        Operation.get("status", "/v1/otp/messages/{id}", call -> known(call, this::status)));
  }

  @Override public boolean speaksFor(String path) {
    return path.startsWith("/v1/otp") || path.startsWith("/v1/subscribe") || path.startsWith("/v1/webhook")
        || path.startsWith("/v1/sender");
  }

  @Override public Answer fault(Fault fault) {
    return switch (fault) {
      case UNKNOWN_PATH -> Envelope.error(404, "not_found", "No such path");
      case WRONG_METHOD -> Envelope.error(405, "bad_request", "Method not allowed");
      case BODY_TOO_LARGE -> Envelope.error(400, "validation_failed", "Body too large");
      case BODY_UNREADABLE -> Envelope.error(400, "bad_request", "Body cannot be read");
      case STOPPING -> Answers.busy();
      case INTERNAL -> Envelope.error(500, "internal_error", true, "Internal error");
    };
  }

  private CompletableFuture<Answer> known(Call call, BiFunction<Caller, Call, CompletableFuture<Answer>> work) {
    Optional<String> key = call.bearer();
    if (key.isEmpty()) return done(unauthorized("unauthorized", "No bearer token"));
    return switch (callers.identify(Front.ZAPNOTY, key.get())) {
      case Identity.Unknown _ -> done(unauthorized("invalid_api_key", "Unknown API key"));
      case Identity.Disabled _ -> done(Envelope.error(403, "project_inactive", "The project is not active"));
      case Identity.Known(Caller caller) when !rates.admits(caller) -> done(
          Envelope.error(429, "rate_limit_project", true, "Too many calls").retryAfter(Answers.RETRY_AFTER));
      case Identity.Known(Caller caller) -> work.apply(caller, call);
    };
  }

  private CompletableFuture<Answer> send(Caller caller, Call call) {
    return withBody(call, body -> once("send", call, body),
        (fields, once) -> send.answer(caller, fields, once));
  }

  private CompletableFuture<Answer> verify(Caller caller, Call call) {
    return withBody(call, body -> once("verify", call, body),
        (fields, once) -> verify.answer(caller, fields, once));
  }

  private CompletableFuture<Answer> cancel(Caller caller, Call call) {
    return withBody(call, _ -> Optional.empty(), (fields, _) -> messages.cancel(caller, fields));
  }

  private CompletableFuture<Answer> status(Caller caller, Call call) {
    return messages.status(caller, call.parameter("id"));
  }

  private static CompletableFuture<Answer> withBody(Call call, Function<Json.Obj, Optional<Once>> promise,
      BiFunction<Fields, Optional<Once>, CompletableFuture<Answer>> work) {
    Optional<Json.Obj> body = call.isJson() ? JsonReader.readObject(call.body()) : Optional.empty();
    if (body.isEmpty())
      return done(Envelope.error(400, "validation_failed",
          "The body is not a JSON object with content type application/json"));
    Fields fields = Fields.of(body.get());
    boolean badKey = call.header(Call.IDEMPOTENCY_KEY)
        .filter(key -> key.isBlank() || key.length() > IDEMPOTENCY_KEY_LENGTH_MAX).isPresent();
    if (badKey) fields.wrong("Idempotency-Key", "is not 1 to %d characters".formatted(IDEMPOTENCY_KEY_LENGTH_MAX));
    return work.apply(fields, promise.apply(body.get()));
  }

  private static Optional<Once> once(String operation, Call call, Json.Obj body) {
    return call.header(Call.IDEMPOTENCY_KEY).map(key -> new Once(operation, key, body.sorted().text(), ANSWER_KEPT));
  }

  private static CompletableFuture<Answer> done(Answer answer) {
    return CompletableFuture.completedFuture(answer);
  }

  private static Answer unauthorized(String code, String text) {
    return Envelope.error(401, code, text).with("WWW-Authenticate", "Bearer");
  }
}
