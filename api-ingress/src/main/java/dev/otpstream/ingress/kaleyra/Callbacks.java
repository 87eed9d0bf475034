package dev.otpstream.ingress.kaleyra;

import dev.otpstream.ingress.accounts.AccountSettings;
import dev.otpstream.ingress.engine.SendOrder.HookOrder;
import dev.otpstream.kit.target.HookTarget;
import dev.otpstream.kit.target.Placeholders;
import dev.otpstream.kit.target.TargetRules;
import dev.otpstream.schemas.StatusType;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where a message's news go: to the request's own URL, or to the URL of one of the account's profiles. */
final class Callbacks {
  private static final List<StatusType> EVENTS = List.of(StatusType.SENT, StatusType.DELIVERED, StatusType.EXPIRED,
      StatusType.UNDELIVERABLE);
  private static final String MESSAGE_ID = "message_id";
  private static final String PROFILE = "callback_profile_id";
  private final TargetRules targets;

  Callbacks(TargetRules targets) {
    this.targets = targets;
  }

  /**
   * The URL that a request names, if it names one and it may be called. Its own URL goes before a profile's.
   *
   * @param settings the account's
   */
  Optional<String> read(Input input, Map<String, String> settings) throws Refusal {
    for (String name : List.of("callback", "dlrurl")) { // the second is the older word for the first
      Optional<String> url = input.filled(name);
      if (url.isPresent()) return Optional.of(callable(url.get(), name));
    }
    Optional<String> profile = input.filled(PROFILE);
    if (profile.isEmpty()) return Optional.empty();
    String url = settings.get(AccountSettings.kaleyraProfileUrl(profile.get()));
    if (url == null) throw Refusal.invalid(PROFILE);
    return Optional.of(callable(url, PROFILE));
  }

  /** The order for one message. */
  static HookOrder hook(String url, String messageId) {
    return new HookOrder(KaleyraDialect.NAME, url, EVENTS, "", Map.of(MESSAGE_ID, messageId));
  }

  private String callable(String url, String field) throws Refusal {
    if (targets.read(Placeholders.blank(url)) instanceof HookTarget) return url;
    throw Refusal.invalid(field);
  }
}
