package dev.otpstream.benchmarks.scenarios;

import java.time.Instant;

/** The clock of the day in microseconds. */
final class Instants {
  private static final long MICROS = 1_000_000;
  private static final int NANOS_PER_MICRO = 1_000;

  private Instants() {}

  static long nowMicros() {
    return micros(Instant.now());
  }

  static long micros(Instant at) {
    return at.getEpochSecond() * MICROS + at.getNano() / NANOS_PER_MICRO;
  }
}
