package dev.otpstream.ingress.zapnoty;

import dev.otpstream.ingress.accounts.AccountSettings;
import dev.otpstream.ingress.accounts.Caller;
import dev.otpstream.ingress.engine.SendOrder.HookOrder;
import dev.otpstream.ingress.engine.VerifyTimeouts;
import dev.otpstream.ingress.front.Channels;
import dev.otpstream.ingress.front.Fields;
import dev.otpstream.kit.target.HookTarget;
import dev.otpstream.kit.target.TargetRules;
import dev.otpstream.schemas.StatusType;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads what a send asks for. What is wrong is remembered by the fields. */
final class SendReader {
  static final int PURPOSE_LENGTH_MAX = 32;
  static final int TTL_MINUTES_MAX = 30;
  private static final int TTL_MINUTES_STRICT = 10;
  static final int TTL_MINUTES_DEFAULT = 5;
  static final int ATTEMPTS_MAX = 10;
  static final int CODE_LENGTH_MAX = 8;
  static final int CODE_LENGTH_DEFAULT = 6;
  private static final int CODE_LENGTH_MIN = 4; // what every channel can carry: Telegram's gateway takes 4 to 8 digits
  private static final int ATTEMPTS_DEFAULT = 5;
  private static final int HOOK_LENGTH_MAX = 2048;
  private static final List<StatusType> HOOK_EVENTS = Arrays.stream(StatusType.values())
      .filter(type -> type != StatusType.DISPATCHED && type != StatusType.OTHER).toList();
  private final TargetRules targets;

  /** @param targets where hooks may lead */
  SendReader(TargetRules targets) {
    this.targets = targets;
  }

  SendRequest read(Caller caller, Fields fields) {
    int ttlMinutes = ttlMinutes(caller, fields);
    int attempts = fields.integer("max_attempts", 1, ATTEMPTS_MAX, ATTEMPTS_DEFAULT);
    int length = fields.integer("code_length", isStrict(caller) ? CODE_LENGTH_DEFAULT : CODE_LENGTH_MIN,
        CODE_LENGTH_MAX, CODE_LENGTH_DEFAULT);
    String purpose = purpose(fields);
    Optional<List<String>> channels = fields.words("channels", Channels.OFFERED);
    if (channels.isPresent() && fields.has(Recipients.SUBSCRIBER_ID))
      fields.wrong("channels", "goes with phone: a subscriber is reached where they agreed");
    Optional<HookOrder> hook = fields.string("hook", HOOK_LENGTH_MAX, "an http or https URL that does not lead inside",
        url -> targets.read(url) instanceof HookTarget)
        .map(url -> HookOrder.of("native", url, HOOK_EVENTS));
    Optional<String> text = fields.string("text", Wording.TEXT_LENGTH_MAX, Wording.FORM,
        written -> Wording.isText(written, length)).map(Wording::ofText);
    if (fields.has("template")) fields.wrong("template", "is not supported");
    return new SendRequest(ttlMinutes, attempts, length, purpose, channels, hook, text,
        VerifyTimeouts.read(fields));
  }

  static int ttlMinutes(Caller caller, Fields fields) {
    return fields.integer("ttl_minutes", 1, isStrict(caller) ? TTL_MINUTES_STRICT : TTL_MINUTES_MAX,
        TTL_MINUTES_DEFAULT);
  }

  private static boolean isStrict(Caller caller) {
    return "true".equals(caller.settings().get(AccountSettings.ZAPNOTY_STRICT_CODES));
  }

  static String purpose(Fields fields) {
    return fields.line("purpose", PURPOSE_LENGTH_MAX).orElse("");
  }
}
