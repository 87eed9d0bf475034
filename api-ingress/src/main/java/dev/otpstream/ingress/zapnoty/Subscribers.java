package dev.otpstream.ingress.zapnoty;

import dev.otpstream.ingress.front.Phone;
import java.util.Optional;
import java.util.UUID;

/** Whom a subscriber's id stands for. Thread-safe. */
public interface Subscribers {
  /** The recipient behind a subscriber of an account; empty if the account has no such subscriber. */
  Optional<Phone> find(String accountId, UUID subscriberId);

  /** Before anybody could subscribe. */
  static Subscribers none() {
    return (_, _) -> Optional.empty();
  }
}
