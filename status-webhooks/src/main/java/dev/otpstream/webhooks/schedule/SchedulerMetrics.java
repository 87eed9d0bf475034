package dev.otpstream.webhooks.schedule;

import dev.otpstream.schemas.Topics;
import dev.otpstream.schemas.WebhookFailure;
import dev.otpstream.webhooks.format.HookFormat;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/** What one partition's scheduler counts. A transaction that is repeated after a crash is counted again. */
final class SchedulerMetrics implements AutoCloseable {
  private final MeterRegistry meters;
  private final AtomicLong allPending;
  private final AtomicLong pending = new AtomicLong();
  private final Counter stale;
  private final Counter lost;
  private final Counter switchedOff;

  /** @param allPending what all partitions of the process have pending */
  SchedulerMetrics(MeterRegistry meters, AtomicLong allPending) {
    this.meters = meters;
    this.allPending = allPending;
    this.stale = meters.counter("otp.hooks.stale.results");
    this.lost = meters.counter("otp.hooks.lost.orders");
    this.switchedOff = meters.counter("otp.hooks.endpoints.switched.off");
    for (String format : HookFormat.names()) // made at once: one that comes up with its first count hides it from rates
      for (WebhookFailure why : WebhookFailure.values())
        failures(format, why);
    List.of(Topics.WEBHOOKS, Topics.WEBHOOK_RESULTS, Topics.WEBHOOK_SWITCHES)
        .forEach(topic -> meters.counter("otp.dead.letters", "topic", topic.name()));
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
    failures(format, why).increment();
  }

  /** An endpoint was switched off. */
  void switchedOff() {
    switchedOff.increment();
  }

  void deadLetter(String topic) {
    meters.counter("otp.dead.letters", "topic", topic).increment();
  }

  private Counter failures(String format, WebhookFailure why) {
    return meters.counter("otp.hooks.failed", "format", format, "reason", why.name().toLowerCase(Locale.ROOT));
  }

  @Override public void close() {
    allPending.addAndGet(-pending.getAndSet(0));
  }
}
