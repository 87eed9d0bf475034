package dev.otpstream.kit.channel;

import io.confluent.parallelconsumer.PCRetriableException;
import io.confluent.parallelconsumer.RecordContext;
import java.time.Duration;

/** Tells the consumer to bring a record back later. Expected, so without a stack trace. */
final class TryAgain extends PCRetriableException {
  private static final long serialVersionUID = 1L;
  private static final Duration UNEXPECTED = Duration.ofSeconds(1);
  private final Duration delay;

  TryAgain(String why, Duration delay) {
    super(why);
    this.delay = delay.isNegative() ? Duration.ZERO : delay;
  }

  Duration delay() {
    return delay;
  }

  /** How long a record that failed has to wait. */
  static Duration delayOf(RecordContext<?, ?> record) {
    return record.getLastFailureReason().map(Throwable::getCause).filter(TryAgain.class::isInstance)
        .map(TryAgain.class::cast).map(TryAgain::delay).orElse(UNEXPECTED);
  }

  @Override public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
