package dev.otpstream.ingress.webhooks;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The events that hooks would not hear of, as long as they are kept. */
interface FailedEvents {
  /**
   * Which events are wanted.
   *
   * @param from     failed at this instant or later
   * @param to       failed before this instant
   * @param account  of this account only
   * @param eventIds only these; empty: all
   * @param limit    the oldest so many
   */
  record Wanted(Instant from, Instant to, Optional<String> account, Set<String> eventIds, int limit) {
    boolean includes(FailedEvent event) {
      return !event.at().isBefore(from) && event.at().isBefore(to)
          && account.map(event.account()::equals).orElse(true)
          && (eventIds.isEmpty() || eventIds.contains(event.eventId()));
    }
  }

  /**
   * What was found.
   *
   * @param events the oldest first
   * @param more   whether there are, or may be, more: the limit or the time for looking was reached
   */
  record Found(List<FailedEvent> events, boolean more) {}

  Found find(Wanted wanted) throws Away;

  /** The event at a place; empty if there is none. */
  Optional<FailedEvent> at(int partition, long offset) throws Away;

  /** The topic cannot be read now. */
  final class Away extends Exception {
    private static final long serialVersionUID = 1L;

    Away(Throwable cause) {
      super("failed events cannot be read now", cause);
    }
  }
}
