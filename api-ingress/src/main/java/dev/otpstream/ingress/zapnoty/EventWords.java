package dev.otpstream.ingress.zapnoty;

import dev.otpstream.ingress.accounts.Caller;
import dev.otpstream.ingress.accounts.CallerHook;
import dev.otpstream.ingress.engine.SendOrder.HookOrder;
import dev.otpstream.ingress.front.ChatAddress;
import dev.otpstream.ingress.front.Recipient;
import dev.otpstream.schemas.StatusType;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What endpoints may want to hear, in Zapnoty's words and in ours.
 *
 * @see <a href="https://www.zapnoty.com/docs/webhooks">Zapnoty, Webhooks</a>
 */
final class EventWords {
  /** The endpoints' formats: the body and the signature of the newer documents, and of the older. */
  static final String NEWER = "zapnoty";
  static final String OLDER = "zapnoty-older";
  private static final Map<String, StatusType> OF_MESSAGES = Map.of("otp.sent", StatusType.SENT, "delivery.success",
      StatusType.DELIVERED, "delivery.failed", StatusType.UNDELIVERABLE, "otp.verified", StatusType.VERIFIED,
      "otp.failed_attempt", StatusType.ATTEMPT_FAILED, "otp.max_attempts_reached", StatusType.ATTEMPTS_USED);
  private static final Set<String> OF_SUBSCRIBERS = Set.of("subscription.created", "subscription.deleted");
  static final Set<String> ALL = all();
  /** The note that the formats tell of. */
  private static final String SUBSCRIBER_ID = "subscriber_id";

  private EventWords() {}

  private static Set<String> all() {
    var all = new TreeSet<>(OF_MESSAGES.keySet());
    all.addAll(OF_SUBSCRIBERS);
    return Set.copyOf(all);
  }

  /** The project's endpoints that want to hear of a message to a subscriber or a number. */
  static List<HookOrder> hooks(Caller caller, Recipient recipient) {
    return hooks(caller,
        recipient instanceof ChatAddress chat ? Map.of(SUBSCRIBER_ID, chat.subscriberId().toString()) : Map.of());
  }

  /** The project's endpoints that want to hear of a message to somebody who is not known yet. */
  static List<HookOrder> hooks(Caller caller) {
    return hooks(caller, Map.of());
  }

  private static List<HookOrder> hooks(Caller caller, Map<String, String> notes) {
    return Stream.of(NEWER, OLDER).flatMap(format -> caller.hooks(format).stream())
        .map(hook -> new HookOrder(hook.format(), hook.url(), types(hook), hook.id(), notes))
        .filter(hook -> !hook.events().isEmpty()).toList();
  }

  private static List<StatusType> types(CallerHook hook) {
    Stream<String> wanted = hook.events().isEmpty() ? OF_MESSAGES.keySet().stream() : hook.events().stream();
    return wanted.filter(OF_MESSAGES::containsKey).map(OF_MESSAGES::get).sorted().toList();
  }
}
