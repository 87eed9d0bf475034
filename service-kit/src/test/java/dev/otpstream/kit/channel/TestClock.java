package dev.otpstream.kit.channel;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.Supplier;

/** A clock that the test sets. */
final class TestClock extends Clock {
  private final Supplier<Instant> now;

  TestClock(Supplier<Instant> now) {
    this.now = now;
  }

  @Override public Instant instant() {
    return now.get();
  }

  @Override public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override public Clock withZone(ZoneId zone) {
    return this;
  }
}
