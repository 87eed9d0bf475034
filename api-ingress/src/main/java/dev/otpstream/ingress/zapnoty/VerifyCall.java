package dev.otpstream.ingress.zapnoty;

import dev.otpstream.ingress.accounts.Caller;
import dev.otpstream.ingress.engine.Engine;
import dev.otpstream.ingress.engine.EngineAway;
import dev.otpstream.ingress.engine.Once;
import dev.otpstream.ingress.engine.Target;
import dev.otpstream.ingress.engine.VerifyOrder;
import dev.otpstream.ingress.engine.VerifyReply;
import dev.otpstream.ingress.front.Answer;
import dev.otpstream.ingress.front.Envelope;
import dev.otpstream.ingress.front.Fields;
import dev.otpstream.ingress.json.Json;
import dev.otpstream.ingress.zapnoty.Recipients.Found;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * {@code POST /v1/otp/verify}: judges a guess. The guess is taken as it is, neither trimmed nor normalised: one that
 * cannot be right counts as an attempt all the same. Only what the engine calls verified is.
 */
final class VerifyCall {
  private final Engine engine;
  private final Recipients recipients;

  VerifyCall(Engine engine, Recipients recipients) {
    this.engine = engine;
    this.recipients = recipients;
  }

  CompletableFuture<Answer> answer(Caller caller, Fields fields, Optional<Once> once) {
    if (!fields.has("code")) fields.wrong("code", "is required");
    Optional<String> guess = fields.string("code", VerifyOrder.GUESS_LENGTH_MAX,
        "a string of 1 to %d characters".formatted(VerifyOrder.GUESS_LENGTH_MAX), _ -> true);
    String purpose = SendReader.purpose(fields);
    return switch (recipients.read(caller, fields)) {
      case Found.Nobody nobody -> CompletableFuture.completedFuture(nobody.answer());
      case Found.Somebody somebody -> {
        var target = new Target.ByRecipient(somebody.recipient(), purpose);
        yield engine.verify(caller.accountId(), new VerifyOrder(target, guess.orElseThrow(), once))
            .thenApply(reply -> write(reply, Compat.of(caller), somebody.byPhone()));
      }
    };
  }

  private static Answer write(VerifyReply reply, Compat compat, boolean byPhone) {
    return switch (reply) {
      case VerifyReply.Judged judged -> switch (judged.outcome()) {
        case VERIFIED -> Answer.ok(Json.obj("verified", Json.of(true)));
        case IDEMPOTENCY_CONFLICT -> Answers.idempotencyConflict();
        default -> switch (compat) {
          case SEED -> older(judged, byPhone);
          case CURRENT -> newer(judged);
        };
      };
      case EngineAway _ -> Answers.busy();
    };
  }

  private static Answer older(VerifyReply.Judged judged, boolean byPhone) {
    Json.Obj said = Json.obj("verified", Json.of(false));
    return Answer.ok(byPhone ? inOurWords(said, judged) : said);
  }

  private static Answer newer(VerifyReply.Judged judged) {
    return switch (judged.outcome()) {
      case WRONG_CODE -> Envelope.error(400, "bad_request", "Wrong code");
      case ATTEMPTS_BUDGET -> Envelope.error(429, "rate_limit_subscriber", true, "Too many wrong codes; try later")
          .retryAfter(judged.retryAfter());
      default -> Envelope.error(404, "not_found", "No active code");
    };
  }

  private static Json inOurWords(Json.Obj said, VerifyReply.Judged judged) {
    Json.Obj more = said.with("reason", Json.of(judged.outcome().name().toLowerCase(Locale.ROOT)))
        .with("attempts_left", Json.of(judged.attemptsLeft()));
    boolean later = judged.retryAfter().compareTo(Duration.ZERO) > 0;
    return later ? more.with("retry_after_seconds", Json.of((judged.retryAfter().toMillis() + 999) / 1000)) : more;
  }
}
