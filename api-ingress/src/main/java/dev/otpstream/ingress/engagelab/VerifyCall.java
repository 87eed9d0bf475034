package dev.otpstream.ingress.engagelab;

import dev.otpstream.ingress.accounts.Caller;
import dev.otpstream.ingress.engine.Engine;
import dev.otpstream.ingress.engine.EngineAway;
import dev.otpstream.ingress.engine.Target;
import dev.otpstream.ingress.engine.VerifyOrder;
import dev.otpstream.ingress.engine.VerifyReply;
import dev.otpstream.ingress.front.Answer;
import dev.otpstream.ingress.front.Fields;
import dev.otpstream.ingress.json.Json;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;

/**
 * {@code POST /v1/verifications}: judges a guess at the code of a message. The guess is taken as it is; only what the
 * engine calls verified is.
 *
 * @see <a href="https://www.engagelab.com/docs/otp/REST-API/OTP-Validation">EngageLab, OTP Validation</a>
 */
final class VerifyCall {
  private static final String MESSAGE_ID = "message_id";
  private static final String VERIFY_CODE = "verify_code";
  private static final int ID_LENGTH_MAX = 64;
  /** Longer than any id of ours. */
  private static final Pattern ID = Pattern.compile("[1-9][0-9]{0,17}");
  private final Engine engine;

  VerifyCall(Engine engine) {
    this.engine = engine;
  }

  CompletableFuture<Answer> verify(Caller caller, Json.Obj body) throws Refusal {
    Fields fields = Fields.of(body);
    String id = fields.requiredLine(MESSAGE_ID, ID_LENGTH_MAX);
    if (!fields.has(VERIFY_CODE)) fields.wrong(VERIFY_CODE, "is required");
    Optional<String> guess = fields.string(VERIFY_CODE, VerifyOrder.GUESS_LENGTH_MAX,
        "a string of 1 to %d characters".formatted(VerifyOrder.GUESS_LENGTH_MAX), _ -> true);
    if (fields.problem().isPresent()) throw new Refusal(Answers.wrong(fields.problem().get()));
    if (!ID.matcher(id).matches()) throw new Refusal(unknown());
    var order = new VerifyOrder(new Target.ByMessage(Long.parseLong(id)), guess.orElseThrow(), Optional.empty());
    return engine.verify(caller.accountId(), order).thenApply(reply -> switch (reply) {
      case VerifyReply.Judged judged -> write(judged, id, order.guess());
      case EngineAway _ -> Answers.away();
    });
  }

  private static Answer write(VerifyReply.Judged judged, String id, String guess) {
    return switch (judged.outcome()) {
      case VERIFIED -> judged(id, guess, true);
      case WRONG_CODE -> judged(id, guess, false);
      case ALREADY_VERIFIED -> Answers.impossible("already verified");
      case EXPIRED -> Answers.impossible("expired");
      case ATTEMPTS_USED -> Answers.impossible("too many wrong codes");
      case ATTEMPTS_BUDGET -> Answers.impossible("too many wrong codes for this recipient")
          .retryAfter(judged.retryAfter());
      case ENDED, IDEMPOTENCY_CONFLICT, OTHER -> Answers.impossible("no longer valid");
      case NO_ACTIVE_CODE, UNKNOWN_MESSAGE -> unknown();
    };
  }

  private static Answer judged(String id, String guess, boolean verified) {
    return Answer.ok(
        Json.obj(MESSAGE_ID, Json.of(id), VERIFY_CODE, Json.of(guess), "verified", Json.of(verified)));
  }

  private static Answer unknown() {
    return Answers.unknown("message not exist");
  }
}
