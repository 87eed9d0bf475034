package dev.otpstream.engine;

import dev.otpstream.engine.core.Effect;
import dev.otpstream.schemas.SendRefused;
import dev.otpstream.schemas.VerifyAnswer;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** What the engine counts. A transaction that is repeated after a crash is counted again. */
final class EngineMetrics {
  private final ConcurrentMap<String, Counter> counters = new ConcurrentHashMap<>();
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
    if (effect instanceof Effect.Publish publish)
      count("otp.events", "type", publish.event().type().name().toLowerCase(Locale.ROOT));
  }

  void deadLetter(String topic) {
    count("otp.dead.letters", "topic", topic);
  }

  private void count(String name, String tag, String value) {
    counters.computeIfAbsent(name + "/" + value, _ -> meters.counter(name, tag, value)).increment();
  }
}
