package dev.otpstream.ingress.engine;

import dev.otpstream.ingress.front.Phone;
import dev.otpstream.schemas.StatusType;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What to tell whom. Prints without the texts.
 *
 * @param recipient who
 * @param purpose   what the code is for; empty: nothing in particular
 * @param code      the code to make; empty: the texts are all there is to say
 * @param route     the channels in the order to try; at least one
 * @param lifetime  how long it may be delivered and verified
 * @param callerId  under which name the caller will ask for it
 * @param hook      who wants to hear of it
 * @param once      the caller's promise that two such orders are one
 */
public record SendOrder(Phone recipient, String purpose, Optional<NewCode> code, List<Step> route, Duration lifetime,
    Optional<CallerId> callerId, Optional<HookOrder> hook, Optional<Once> once) {
  public SendOrder {
    if (route.isEmpty()) throw new IllegalArgumentException("empty route");
    route = List.copyOf(route);
  }

  /** A code for the engine to make, of digits. */
  public record NewCode(int length, int attemptsAllowed) {}

  /**
   * One channel of the route.
   *
   * @param channel the channel's name
   * @param text    what it says, with {@link dev.otpstream.schemas.MessageText#CODE_PLACE} where the code goes; empty:
   *     the channel's own wording
   * @param sender  the originator the recipient sees
   */
  public record Step(String channel, Optional<String> text, Optional<String> sender) {
    @Override public String toString() {
      return "Step[" + channel + "]";
    }
  }

  /** Where to send which events, in which form. */
  public record HookOrder(String format, String url, List<StatusType> events) {
    @Override public String toString() {
      return "HookOrder[" + format + "]";
    }
  }
}
