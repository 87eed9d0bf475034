package dev.otpstream.ingress.kaleyra;

import dev.otpstream.ingress.accounts.Caller;
import dev.otpstream.ingress.engine.Engine;
import dev.otpstream.ingress.engine.EngineAway;
import dev.otpstream.ingress.engine.SendOrder;
import dev.otpstream.ingress.engine.SendOrder.NewCode;
import dev.otpstream.ingress.engine.SendOrder.Step;
import dev.otpstream.ingress.engine.SendReply;
import dev.otpstream.ingress.engine.Target;
import dev.otpstream.ingress.engine.VerifyOrder;
import dev.otpstream.ingress.engine.VerifyReply;
import dev.otpstream.ingress.engine.VerifyTimeouts;
import dev.otpstream.ingress.front.Answer;
import dev.otpstream.ingress.front.Channels;
import dev.otpstream.ingress.front.Phone;
import dev.otpstream.ingress.json.Json;
import dev.otpstream.schemas.MessageText;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;

/** {@code POST /v1/{sid}/verify}: makes a code and sends it, or judges a guess. */
final class VerifyCalls {
  private static final String VERIFY_ID = "verify_id";
  private static final String OTP = "otp";
  private static final String MOBILE = "to[mobile]";
  private static final String EMAIL = "to[email]";
  private static final Pattern FLOW = Pattern.compile("[0-9A-Za-z_-]{1,64}");
  private static final int CODE_LENGTH = 6;
  private static final int ATTEMPTS = 5;
  private static final Duration LIFETIME = Duration.ofMinutes(5);
  private final Engine engine;

  VerifyCalls(Engine engine) {
    this.engine = engine;
  }

  /** Older callers validate on the path where codes are made. */
  CompletableFuture<Answer> either(Caller caller, Input input) throws Refusal {
    return input.has(VERIFY_ID) || input.has(OTP) ? validate(caller, input) : generate(caller, input);
  }

  /** Makes a code. Each flow has codes of its own. */
  private CompletableFuture<Answer> generate(Caller caller, Input input) throws Refusal {
    String flow = input.filled("flow_id").orElse("");
    if (!flow.isEmpty() && !FLOW.matcher(flow).matches()) throw new Refusal("E905", "flow_id", "Invalid flow id");
    Phone recipient = recipient(input);
    String text = caller.brandName() + ": " + MessageText.CODE_PLACE + " is your code, valid for "
        + LIFETIME.toMinutes() + " min.";
    List<Step> route = caller.route().stream().map(channel -> step(channel, text)).toList();
    var order = new SendOrder(recipient, flow, Optional.of(new NewCode(CODE_LENGTH, ATTEMPTS)),
        VerifyTimeouts.of(caller.settings()).on(route), LIFETIME,
        Optional.empty(), List.of(), Optional.empty());
    return engine.send(caller.accountId(), order).thenApply(reply -> switch (reply) {
      case SendReply.Accepted accepted -> said(VerifyIds.of(accepted.messageId()), "OTP generated successfully.");
      case SendReply.Refused refused -> tooMany(refused.retryAfter());
      case EngineAway _ -> busy();
    });
  }

  private static Phone recipient(Input input) throws Refusal {
    Optional<String> mobile = input.filled(MOBILE);
    if (mobile.isEmpty())
      throw input.filled(EMAIL).isPresent()
          ? new Refusal("E804", "to.mobile", "Mobile number is required")
          : new Refusal("E600", "to", "To field has to be filled");
    return Phone.parse(mobile.get()).orElseThrow(() -> new Refusal("E805", "to.mobile", "Invalid mobile number"));
  }

  private static Step step(String channel, String text) {
    return new Step(channel, channel.equals(Channels.SMS) ? Optional.of(text) : Optional.empty(), Optional.empty());
  }

  /** Judges a guess. It is taken as it is: one that cannot be right counts as an attempt all the same. */
  CompletableFuture<Answer> validate(Caller caller, Input input) throws Refusal {
    String verifyId = input.filled(VERIFY_ID)
        .orElseThrow(() -> new Refusal("E800", VERIFY_ID, "Verify id is required"));
    String guess = input.filled(OTP).orElseThrow(() -> new Refusal("E801", OTP, "OTP is required"));
    if (guess.length() > VerifyOrder.GUESS_LENGTH_MAX) throw new Refusal("E912", "", "Invalid OTP");
    OptionalLong message = VerifyIds.read(verifyId);
    if (message.isEmpty()) throw notFound();
    var order = new VerifyOrder(new Target.ByMessage(message.getAsLong()), guess, Optional.empty());
    return engine.verify(caller.accountId(), order).thenApply(reply -> switch (reply) {
      case VerifyReply.Judged judged -> write(judged, verifyId);
      case EngineAway _ -> busy();
    });
  }

  private static Answer write(VerifyReply.Judged judged, String verifyId) {
    return switch (judged.outcome()) {
      case VERIFIED -> said(verifyId, "OTP verified successfully.");
      case ALREADY_VERIFIED -> refused(new Refusal("E910", "", "OTP already verified"));
      case ATTEMPTS_USED -> refused(new Refusal("E911", "", "Maximum attempts exceeded"));
      case ATTEMPTS_BUDGET -> tooMany(judged.retryAfter());
      case WRONG_CODE -> refused(new Refusal("E912", "", "Invalid OTP"));
      case EXPIRED, ENDED -> refused(new Refusal("E913", "", "OTP expired"));
      case NO_ACTIVE_CODE, UNKNOWN_MESSAGE -> refused(notFound());
      case IDEMPOTENCY_CONFLICT, OTHER -> busy();
    };
  }

  private static Refusal notFound() {
    return new Refusal("E909", "", "Verify id not found");
  }

  private static Answer said(String verifyId, String message) {
    return Answer.ok(Json.obj("data", Json.obj(VERIFY_ID, Json.of(verifyId), "message", Json.of(message))));
  }

  /** The documented form of these two calls, which is another than that of the messages. */
  static Answer refused(Refusal refusal) {
    return error(400, refusal.code(), "validation_error", refusal.field(), refusal.getMessage());
  }

  private static Answer tooMany(Duration wait) {
    return error(429, "E403", "rate_limit_error", "", Answers.LATER).retryAfter(wait);
  }

  private static Answer busy() {
    return error(503, "E403", "server_error", "", Answers.LATER).retryAfter(Answers.RETRY_AFTER);
  }

  private static Answer error(int status, String code, String type, String parameter, String message) {
    return Answer.of(status, Json.obj("error", Json.obj("code", Json.of(code), "type", Json.of(type), "parameter",
        Json.of(parameter)).with("message", Json.of(message)).with("reference", Json.of(""))));
  }
}
