package dev.otpstream.channel.sms;

import java.time.Duration;
import java.util.Locale;

/** The validity_period of a submit_sm, relative to the centre's clock. */
final class Validity {
  /** A span in days says the same in every month. */
  private static final Duration MAX = Duration.ofDays(28);

  private Validity() {}

  /** The remaining life as YYMMDDhhmmss000R, whole seconds, at least one. */
  static String relative(Duration life) {
    Duration span = life.compareTo(MAX) > 0 ? MAX : life;
    if (span.compareTo(Duration.ofSeconds(1)) < 0) span = Duration.ofSeconds(1);
    return String.format(Locale.ROOT, "0000%02d%02d%02d%02d000R", span.toDaysPart(), span.toHoursPart(),
        span.toMinutesPart(), span.toSecondsPart());
  }
}
