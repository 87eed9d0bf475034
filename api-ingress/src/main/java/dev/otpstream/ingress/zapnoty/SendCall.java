package dev.otpstream.ingress.zapnoty;

import dev.otpstream.ingress.accounts.Caller;
import dev.otpstream.ingress.engine.Engine;
import dev.otpstream.ingress.engine.EngineAway;
import dev.otpstream.ingress.engine.Once;
import dev.otpstream.ingress.engine.SendOrder;
import dev.otpstream.ingress.engine.SendOrder.HookOrder;
import dev.otpstream.ingress.engine.SendOrder.NewCode;
import dev.otpstream.ingress.engine.SendOrder.Step;
import dev.otpstream.ingress.engine.SendReply;
import dev.otpstream.ingress.front.Answer;
import dev.otpstream.ingress.front.Channels;
import dev.otpstream.ingress.front.Envelope;
import dev.otpstream.ingress.front.Fields;
import dev.otpstream.ingress.json.Json;
import dev.otpstream.ingress.zapnoty.Recipients.Found;
import dev.otpstream.kit.target.HookTarget;
import dev.otpstream.kit.target.TargetRules;
import dev.otpstream.kit.text.SmsText;
import dev.otpstream.schemas.MessageText;
import dev.otpstream.schemas.StatusType;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** {@code POST /v1/otp/send}: makes a code and sends it. */
final class SendCall {
  static final int PURPOSE_LENGTH_MAX = 32;
  private static final String CODE = "{{code}}";
  private static final int TTL_MINUTES_MAX = 30;
  private static final int TTL_MINUTES_DEFAULT = 5;
  private static final int ATTEMPTS_MAX = 10;
  private static final int ATTEMPTS_DEFAULT = 5;
  private static final int CODE_LENGTH_MIN = 4; // what every channel can carry: Telegram's gateway takes 4 to 8 digits
  private static final int CODE_LENGTH_MAX = 8;
  private static final int CODE_LENGTH_DEFAULT = 6;
  private static final int TEXT_LENGTH_MAX = 1600;
  private static final int TEXT_PARTS_MAX = 10;
  private static final int HOOK_LENGTH_MAX = 2048;
  private static final List<StatusType> HOOK_EVENTS = Arrays.stream(StatusType.values())
      .filter(type -> type != StatusType.DISPATCHED && type != StatusType.OTHER).toList();
  private final Engine engine;
  private final Recipients recipients;
  private final TargetRules targets;

  SendCall(Engine engine, Recipients recipients, TargetRules targets) {
    this.targets = targets;
    this.engine = engine;
    this.recipients = recipients;
  }

  CompletableFuture<Answer> answer(Caller caller, Fields fields, Optional<Once> once) {
    int ttlMinutes = fields.integer("ttl_minutes", 1, TTL_MINUTES_MAX, TTL_MINUTES_DEFAULT);
    int attempts = fields.integer("max_attempts", 1, ATTEMPTS_MAX, ATTEMPTS_DEFAULT);
    int length = fields.integer("code_length", CODE_LENGTH_MIN, CODE_LENGTH_MAX, CODE_LENGTH_DEFAULT);
    String purpose = fields.line("purpose", PURPOSE_LENGTH_MAX).orElse("");
    List<String> channels = fields.words("channels", Channels.OFFERED).orElse(caller.route());
    Optional<HookOrder> hook = fields.string("hook", HOOK_LENGTH_MAX, "an http or https URL that does not lead inside",
        url -> targets.read(url) instanceof HookTarget)
        .map(url -> HookOrder.of("native", url, HOOK_EVENTS));
    Optional<String> text = fields.string("text", TEXT_LENGTH_MAX,
        "a text with " + CODE + " in it that fits in " + TEXT_PARTS_MAX + " SMS", written -> isText(written, length));
    if (fields.has("template")) fields.wrong("template", "is not supported");
    return switch (recipients.read(caller, fields)) {
      case Found.Nobody nobody -> CompletableFuture.completedFuture(nobody.answer());
      case Found.Recipient recipient -> {
        String wording = text.map(SendCall::withCodePlace).orElseGet(() -> wording(caller.brandName(), ttlMinutes));
        List<Step> route = channels.stream().map(channel -> step(channel, wording)).toList();
        var order = new SendOrder(recipient.phone(), purpose, Optional.of(new NewCode(length, attempts)), route,
            Duration.ofMinutes(ttlMinutes), Optional.empty(), hook.stream().toList(), once);
        yield engine.send(caller.accountId(), order)
            .thenApply(reply -> write(reply, ttlMinutes, recipient.byPhone()));
      }
    };
  }

  private static Answer write(SendReply reply, int ttlMinutes, boolean byPhone) {
    return switch (reply) {
      case SendReply.Accepted accepted -> {
        Json.Obj sent = Json.obj("sent", Json.of(true), "expires_in_seconds", Json.of(ttlMinutes * 60L));
        yield Answer.ok(byPhone ? inOurWords(sent, accepted) : sent);
      }
      case SendReply.Refused(var refusal, var retryAfter) -> switch (refusal) {
        case COOL_DOWN, ATTEMPTS_BUDGET -> Envelope
            .error(429, "rate_limit_subscriber", true, "Too many codes for this recipient; try later")
            .retryAfter(retryAfter);
        case IDEMPOTENCY_CONFLICT -> Answers.idempotencyConflict();
        case ACTIVE_CODE, OTHER -> Envelope.error(409, "conflict", "Not possible now");
      };
      case EngineAway _ -> Answers.busy();
    };
  }

  private static Json inOurWords(Json.Obj sent, SendReply.Accepted accepted) {
    return sent.with("message_id", Json.of(Long.toString(accepted.messageId())))
        .with("channel", Json.of(accepted.channel()))
        .with("next_send_at", Json.of(accepted.nextSendAt().toString()));
  }

  private static Step step(String channel, String wording) {
    Optional<String> text = channel.equals(Channels.SMS) ? Optional.of(wording) : Optional.empty();
    return new Step(channel, text, Optional.empty());
  }

  private static String wording(String brand, int ttlMinutes) {
    return brand + ": " + MessageText.CODE_PLACE + " is your code, valid for " + ttlMinutes + " min.";
  }

  private static boolean isText(String written, int codeLength) {
    if (!written.contains(CODE) || written.indexOf(MessageText.CODE_PLACE) >= 0) return false;
    String example = written.replace(CODE, "0".repeat(codeLength));
    return SmsText.of(example).parts().size() <= TEXT_PARTS_MAX;
  }

  private static String withCodePlace(String written) {
    return written.replace(CODE, String.valueOf(MessageText.CODE_PLACE));
  }
}
