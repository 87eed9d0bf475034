package dev.otpstream.ingress.subscribers;

import dev.otpstream.ingress.front.ChatAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Who agreed to get messages of an account. Who stopped, or blocked the bot, is not among them. Thread-safe. */
public interface Subscribers {
  /** Where a subscriber is reached; empty if the account has no such subscriber now. */
  Optional<ChatAddress> find(String accountId, UUID subscriberId);

  /**
   * Some of an account's subscribers, those who came first before the others.
   *
   * @param channel only those of one messenger; empty: all
   * @param offset  how many to leave out at the beginning
   */
  Page page(String accountId, Optional<String> channel, int offset, int limit);

  /**
   * Some subscribers.
   *
   * @param total how many there are in all
   */
  record Page(List<Person> people, int total) {
    public Page {
      people = List.copyOf(people);
    }
  }

  /** A subscriber as the caller may see it; a name that is not known is empty. Prints without the names. */
  record Person(UUID id, String channel, String firstName, String username, String language, Instant createdAt) {
    @Override public String toString() {
      return "Person[" + id + "]";
    }
  }
}
