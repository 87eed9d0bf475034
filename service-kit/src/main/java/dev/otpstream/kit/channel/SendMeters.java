package dev.otpstream.kit.channel;

import dev.otpstream.kit.observe.Buckets;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** What operators see of a worker's sends. */
final class SendMeters implements AutoCloseable {
  /** All there are: made at once, since a counter that comes up with its first count hides it from rates. */
  private static final List<String> OUTCOMES = List.of("accepted", "rejected", "throttled", "unavailable", "unclear",
      "expired", "rate_limited", "circuit_open", "abandoned");
  private final MeterRegistry meters;
  private final Tags tags;
  private final Timer send;
  private final Timer age;
  private final AtomicInteger inFlight = new AtomicInteger();
  private final Gauge inFlightGauge;

  SendMeters(MeterRegistry meters, String channel, String provider) {
    this.meters = meters;
    this.tags = Tags.of("channel", channel, "provider", provider);
    this.send = Timer.builder("otp.send.seconds").description("How long the provider took to answer").tags(tags)
        .serviceLevelObjectives(Buckets.answers()).register(meters);
    this.age = Timer.builder("otp.dispatch.age.seconds").description("From the acceptance of a message to its send")
        .tags(tags).serviceLevelObjectives(Buckets.answers()).register(meters);
    this.inFlightGauge = Gauge.builder("otp.sends.in.flight", inFlight, AtomicInteger::get)
        .description("Sends that wait for the provider").tags(tags).register(meters);
    OUTCOMES.forEach(outcome -> meters.counter("otp.sends", tags.and("outcome", outcome)));
  }

  void began(Duration sinceAccepted) {
    inFlight.incrementAndGet();
    age.record(sinceAccepted);
  }

  void ended(SendOutcome outcome, Duration took) {
    inFlight.decrementAndGet();
    send.record(took);
    count(switch (outcome) {
      case SendOutcome.Accepted _ -> "accepted";
      case SendOutcome.Rejected _ -> "rejected";
      case SendOutcome.Throttled _ -> "throttled";
      case SendOutcome.Unavailable _ -> "unavailable";
      case SendOutcome.Unclear _ -> "unclear";
    });
  }

  /** A dispatch that was reported without asking the provider. */
  void spared(String outcome) {
    count(outcome);
  }

  private void count(String outcome) {
    meters.counter("otp.sends", tags.and("outcome", outcome)).increment();
  }

  @Override public void close() {
    meters.remove(inFlightGauge);
  }
}
