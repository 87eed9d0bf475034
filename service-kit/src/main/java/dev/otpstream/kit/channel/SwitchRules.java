package dev.otpstream.kit.channel;

import dev.otpstream.kit.channel.SendOutcome.Accepted;
import dev.otpstream.kit.channel.SendOutcome.Rejected;
import dev.otpstream.kit.channel.SendOutcome.Throttled;
import dev.otpstream.kit.channel.SendOutcome.Unavailable;
import dev.otpstream.kit.channel.SendOutcome.Unclear;
import dev.otpstream.schemas.Reason;
import java.util.EnumSet;
import java.util.Set;

/** When the next provider of a channel is asked, and which word stands when none took the message. */
final class SwitchRules {
  /** Refusals that are about the recipient or the code: any other provider would say the same. */
  private static final Set<Reason> EVERYWHERE = EnumSet.of(Reason.RECIPIENT_INVALID, Reason.RECIPIENT_UNREACHABLE,
      Reason.RECIPIENT_BLOCKED, Reason.EXPIRED);

  private SwitchRules() {}

  /** Whether no other provider is to be asked. */
  static boolean ends(SendOutcome outcome) {
    return switch (outcome) {
      case Accepted _ -> true;
      case Unclear _ -> true; // perhaps sent: by another provider it would perhaps be sent twice
      case Rejected(Reason reason, String _) -> EVERYWHERE.contains(reason);
      case Throttled _,Unavailable _ -> false;
    };
  }

  /** Whether the later of two words gives at least as much hope for another round. */
  static boolean isBetter(SendOutcome later, SendOutcome earlier) {
    if (later instanceof Throttled(var wait) && earlier instanceof Throttled(var waitBefore))
      return wait.compareTo(waitBefore) <= 0;
    return hope(later) >= hope(earlier);
  }

  private static int hope(SendOutcome outcome) {
    return switch (outcome) {
      case Throttled _ -> 2;
      case Unavailable _ -> 1;
      case Accepted _,Rejected _,Unclear _ -> 0;
    };
  }
}
