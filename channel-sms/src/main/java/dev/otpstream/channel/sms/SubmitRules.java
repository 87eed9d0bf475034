package dev.otpstream.channel.sms;

import dev.otpstream.channel.sms.CommandStatus.Verdict;
import dev.otpstream.kit.channel.SendOutcome;
import dev.otpstream.kit.channel.SendOutcome.Rejected;
import dev.otpstream.kit.channel.SendOutcome.Throttled;
import dev.otpstream.kit.channel.SendOutcome.Unavailable;
import dev.otpstream.kit.channel.SendOutcome.Unclear;
import java.time.Duration;

/**
 * What to do after each submit of a message. While nothing was taken, a refusal is a refusal of the message. Once a part
 * was taken, the message can only be completed: what passes is waited for here, and what does not leaves a torn message,
 * of which nobody can say that it was not sent.
 */
final class SubmitRules {
  static final int LATER_PART_TRIES_MAX = 4;
  static final Duration PAUSE = Duration.ofMillis(500);

  /** What to do next. */
  sealed interface Step {
    /** Go on with the next part. */
    record GoOn(String messageId) implements Step {}

    record Again(Duration pause) implements Step {}

    record End(SendOutcome outcome) implements Step {}
  }

  private SubmitRules() {}

  /**
   * Decides.
   *
   * @param tries how many times this part was submitted
   * @param torn  whether an earlier part was taken
   */
  static Step next(Submitted submitted, int tries, boolean torn) {
    Step step = switch (submitted) {
      case Submitted.Taken(String messageId) -> new Step.GoOn(messageId);
      case Submitted.NotSent(String detail) -> new Step.End(new Unavailable(detail));
      case Submitted.Unknown(String detail) -> new Step.End(new Unclear(detail));
      case Submitted.Refused(int status) -> refused(status, tries, torn && tries < LATER_PART_TRIES_MAX);
    };
    if (torn && step instanceof Step.End(SendOutcome outcome))
      return new Step.End(new Unclear("a later part was not sent: " + outcome));
    return step;
  }

  private static Step refused(int status, int tries, boolean waits) {
    String code = CommandStatus.text(status);
    return switch (CommandStatus.verdict(status)) {
      case Verdict.SlowDown(Duration retryAfter) -> waits
          ? new Step.Again(retryAfter)
          : new Step.End(new Throttled(retryAfter));
      case Verdict.ComeBack _ -> waits ? new Step.Again(PAUSE) : new Step.End(new Unavailable("refused with " + code));
      case Verdict.OnceMore(var reason) -> tries == 1
          ? new Step.Again(PAUSE)
          : new Step.End(new Rejected(reason, code));
      case Verdict.BindAnew _ -> new Step.End(new Unavailable("refused with " + code));
      case Verdict.Refuse(var reason) -> new Step.End(new Rejected(reason, code));
    };
  }
}
