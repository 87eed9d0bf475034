package dev.otpstream.ingress.engine;

import dev.otpstream.ingress.front.Recipient;
import dev.otpstream.schemas.StatusType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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
 * @param hooks     who wants to hear of it
 * @param once      the caller's promise that two such orders are one
 */
public record SendOrder(Recipient recipient, String purpose, Optional<NewCode> code, List<Step> route,
    Duration lifetime,
    Optional<CallerId> callerId, List<HookOrder> hooks, Optional<Once> once) {
  public SendOrder {
    if (route.isEmpty()) throw new IllegalArgumentException("empty route");
    route = List.copyOf(route);
    hooks = List.copyOf(hooks);
  }

  /**
   * A code for the engine to make.
   *
   * @param alphabet        which characters: the sum of {@link #DIGITS}, {@link #LOWER_CASE} and {@link #UPPER_CASE}
   * @param attemptsAllowed how many guesses are compared
   * @param replaceActive   whether a code of the same recipient and purpose that still lives gives way to this one;
   *     otherwise the order is refused while one lives
   * @param coolDown        whether the waits between codes for one recipient apply
   */
  public record NewCode(int length, int alphabet, int attemptsAllowed, boolean replaceActive, boolean coolDown) {
    public static final int DIGITS = 1;
    public static final int LOWER_CASE = 2;
    public static final int UPPER_CASE = 4;

    /** Of digits; takes the place of a code that still lives, and waits its turn. */
    public NewCode(int length, int attemptsAllowed) {
      this(length, DIGITS, attemptsAllowed, true, true);
    }
  }

  /**
   * One channel of the route.
   *
   * @param channel the channel's name
   * @param text    what it says, with {@link dev.otpstream.schemas.MessageText#CODE_PLACE} where the code goes; empty:
   *     the channel's own wording
   * @param sender  the originator the recipient sees
   * @param verifyTimeout how long the code may stay unverified here; zero: for ever; empty: as the installation has it
   */
  public record Step(String channel, Optional<String> text, Optional<String> sender,
      Optional<Duration> verifyTimeout) {
    /** A step that waits as the installation has it. */
    public Step(String channel, Optional<String> text, Optional<String> sender) {
      this(channel, text, sender, Optional.empty());
    }

    @Override public String toString() {
      return "Step[" + channel + "]";
    }
  }

  /**
   * Where to send which events, in which form.
   *
   * @param endpoint the account's endpoint whose secrets sign; empty: the account's own do
   * @param notes    what the form repeats of the order, such as a template's id; never a code, a text or a number
   */
  public record HookOrder(String format, String url, List<StatusType> events, String endpoint,
      Map<String, String> notes) {
    public HookOrder {
      events = List.copyOf(events);
      notes = Map.copyOf(notes);
    }

    /** A hook of the account's own that repeats nothing. */
    public static HookOrder of(String format, String url, List<StatusType> events) {
      return new HookOrder(format, url, events, "", Map.of());
    }

    @Override public String toString() {
      return "HookOrder[" + format + "]";
    }
  }
}
