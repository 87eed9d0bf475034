package dev.otpstream.engine;

import dev.otpstream.engine.core.Effect;
import dev.otpstream.schemas.SendRefused;
import dev.otpstream.schemas.VerifyAnswer;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/** What the engine counts. A transaction that is repeated after a crash is counted again. */
final class EngineMetrics {
  private final ConcurrentMap<String, Counter> counters = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, AtomicInteger> failing = new ConcurrentHashMap<>();
  private final MeterRegistry meters;

  EngineMetrics(MeterRegistry meters) {
    this.meters = meters;
  }

  void late() {
    count("otp.commands", "outcome", "late");
  }

  void repeated() {
    count("otp.commands", "outcome", "repeated");
  }

  void command(Object reply) {
    count("otp.commands", "outcome", switch (reply) {
      case SendRefused refused -> "refused_" + refused.getRefusal().name().toLowerCase(Locale.ROOT);
      case VerifyAnswer answer -> "verify_" + answer.getOutcome().name().toLowerCase(Locale.ROOT);
      default -> "answered";
    });
  }

  void effect(Effect effect) {
    if (!(effect instanceof Effect.Publish publish)) return;
    count("otp.events", "type", publish.event().type().name().toLowerCase(Locale.ROOT));
    publish.event().choice()
        .ifPresent(choice -> count("otp.choices", "why", choice.why().name().toLowerCase(Locale.ROOT)));
  }

  /** Which channels are failing now; as any partition sees it, since all see the same within a second. */
  void failing(Set<String> channels) {
    channels.forEach(channel -> failing.computeIfAbsent(channel,
        name -> meters.gauge("otp.channel.failing", Tags.of("channel", name), new AtomicInteger())));
    failing.forEach((channel, gauge) -> gauge.set(channels.contains(channel) ? 1 : 0));
  }

  void deadLetter(String topic) {
    count("otp.dead.letters", "topic", topic);
  }

  private void count(String name, String tag, String value) {
    counters.computeIfAbsent(name + "/" + value, _ -> meters.counter(name, tag, value)).increment();
  }
}
