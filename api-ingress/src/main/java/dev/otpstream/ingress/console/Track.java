package dev.otpstream.ingress.console;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What is remembered of one message on its way. Null is what was not seen, because it was before the window began. Not
 * thread-safe.
 */
final class Track {
  int sequence;
  Instant acceptedAt;
  Instant dispatchedAt;
  Instant sentAt;
  Instant deliveredAt;
  String channel;
  String provider;

  /** Another channel has its turn. */
  void dispatched(String to, Instant at) {
    channel = to;
    provider = null;
    dispatchedAt = at;
    sentAt = null;
    deliveredAt = null;
  }

  static Optional<Duration> between(Instant begin, Instant end) {
    if (begin == null || end == null || end.isBefore(begin)) return Optional.empty();
    return Optional.of(Duration.between(begin, end));
  }
}
