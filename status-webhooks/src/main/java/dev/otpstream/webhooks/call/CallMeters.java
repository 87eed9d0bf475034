package dev.otpstream.webhooks.call;

import dev.otpstream.kit.observe.Buckets;
import dev.otpstream.schemas.Topics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;

/** What operators see of the calls to hooks. */
final class CallMeters {
  private final MeterRegistry meters;
  private final Counter voidOrders;

  CallMeters(MeterRegistry meters) {
    this.meters = meters;
    this.voidOrders = meters.counter("otp.hooks.void.orders");
    meters.counter("otp.dead.letters", "topic", Topics.WEBHOOK_CALLS.name());
  }

  /** @param happenedAt when that happened which the hook was told */
  void called(String format, CallOutcome outcome, Duration took, Instant happenedAt) {
    meters.counter("otp.hooks", "format", format, "outcome", outcome.word()).increment();
    Timer.builder("otp.hooks.call").description("How long the hook took to answer").tag("format", format)
        .serviceLevelObjectives(Buckets.answers()).register(meters).record(took);
    if (outcome instanceof CallOutcome.Delivered)
      Timer.builder("otp.hooks.age.seconds").description("From an event to the hook that took it")
          .tag("format", format).serviceLevelObjectives(Buckets.waits()).register(meters)
          .record(Duration.between(happenedAt, Instant.now()));
  }

  /** An order that came too late to be carried out. */
  void voidOrder() {
    voidOrders.increment();
  }

  void deadLetter(String topic) {
    meters.counter("otp.dead.letters", "topic", topic).increment();
  }
}
