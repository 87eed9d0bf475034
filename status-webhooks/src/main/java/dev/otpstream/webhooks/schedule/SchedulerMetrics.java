package dev.otpstream.webhooks.schedule;

import dev.otpstream.schemas.WebhookFailure;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/** What one partition's scheduler counts. A transaction that is repeated after a crash is counted again. */
final class SchedulerMetrics implements AutoCloseable {
  private final MeterRegistry meters;
  private final AtomicLong allPending;
  private final AtomicLong pending = new AtomicLong();
  private final Counter stale;
  private final Counter lost;

  /** @param allPending what all partitions of the process have pending */
  SchedulerMetrics(MeterRegistry meters, AtomicLong allPending) {
    this.meters = meters;
    this.allPending = allPending;
    this.stale = meters.counter("otp.hooks.stale.results");
    this.lost = meters.counter("otp.hooks.lost.orders");
  }

  /** Queues came or went. */
  void pending(long change) {
    pending.addAndGet(change);
    allPending.addAndGet(change);
  }

  /** A result came that nobody waits for. */
  void stale() {
    stale.increment();
  }

  /** An order got no result in time. */
  void lost() {
    lost.increment();
  }

  void failed(String format, WebhookFailure why) {
    meters.counter("otp.hooks.failed", "format", format, "reason", why.name().toLowerCase(Locale.ROOT)).increment();
  }

  /** An endpoint was switched off. */
  void switchedOff() {
    meters.counter("otp.hooks.endpoints.switched.off").increment();
  }

  void deadLetter(String topic) {
    meters.counter("otp.dead.letters", "topic", topic).increment();
  }

  @Override public void close() {
    allPending.addAndGet(-pending.getAndSet(0));
  }
}
