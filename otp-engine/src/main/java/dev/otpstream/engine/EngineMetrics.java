package dev.otpstream.engine;

import dev.otpstream.engine.core.Choice;
import dev.otpstream.engine.core.Effect;
import dev.otpstream.engine.core.Event;
import dev.otpstream.engine.core.EventType;
import dev.otpstream.kit.observe.Buckets;
import dev.otpstream.schemas.Refusal;
import dev.otpstream.schemas.SendRefused;
import dev.otpstream.schemas.Topics;
import dev.otpstream.schemas.VerifyAnswer;
import dev.otpstream.schemas.VerifyOutcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the engine counts. A transaction that is repeated after a crash is counted again. Counters are made at once for all
 * that they can count, since one that comes up with its first count hides it from rates.
 */
final class EngineMetrics {
  private static final Duration FAILING_LIFE = Duration.ofMinutes(1);
  private static final List<String> CHANNELS = List.of("telegram", "max", "sms");
  private final ConcurrentMap<String, Counter> outcomes = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, Counter> events = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, Counter> choices = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, Timer> waits = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, AtomicLong> failing = new ConcurrentHashMap<>();
  private final MeterRegistry meters;
  private final Timer commandWait;

  EngineMetrics(MeterRegistry meters) {
    this.meters = meters;
    this.commandWait = Timer.builder("otp.command.wait.seconds").description("From the broker to the decision")
        .serviceLevelObjectives(Buckets.answers()).register(meters);
    List.of("answered", "late", "repeated").forEach(this::outcome);
    for (Refusal refusal : Refusal.values())
      outcome(refused(refusal));
    for (VerifyOutcome verified : VerifyOutcome.values())
      outcome(verify(verified));
    for (String channel : CHANNELS) {
      for (EventType type : EventType.values())
        event(type, channel);
      delivery(channel);
      verification(channel);
      failing(channel);
    }
    for (Choice.Why why : Choice.Why.values())
      choice(why);
    List.of(Topics.COMMANDS, Topics.DELIVERY_RESULTS, Topics.REFERENCES, Topics.BOT_UPDATES, Topics.SUBSCRIPTION_STEPS)
        .forEach(topic -> deadLetters(topic.name()));
  }

  /** @param lateMs how long the broker had the command */
  void taken(long lateMs) {
    commandWait.record(Math.max(0, lateMs), TimeUnit.MILLISECONDS);
  }

  void late() {
    outcome("late").increment();
  }

  void repeated() {
    outcome("repeated").increment();
  }

  void command(Object reply) {
    outcome(switch (reply) {
      case SendRefused refused -> refused(refused.getRefusal());
      case VerifyAnswer answer -> verify(answer.getOutcome());
      default -> "answered";
    }).increment();
  }

  void effect(Effect effect) {
    if (!(effect instanceof Effect.Publish publish)) return;
    Event event = publish.event();
    String channel = event.channel().orElse(publish.channel());
    event(event.type(), channel).increment();
    event.choice().ifPresent(choice -> choice(choice.why()).increment());
    Duration age = Duration.between(publish.facts().acceptedAt(), event.at());
    switch (event.type()) {
      case DELIVERED -> delivery(channel).record(age);
      case VERIFIED -> verification(channel).record(age);
      default -> {
        /* not an end that anybody waits for */ }
    }
  }

  /** Which channels are failing now, as the partition sees it that judged last; after a while that is no news. */
  void failing(Set<String> channels) {
    long untilMs = System.currentTimeMillis() + FAILING_LIFE.toMillis();
    channels.forEach(channel -> failing(channel).set(untilMs));
    failing.forEach((channel, known) -> {
      if (!channels.contains(channel)) known.set(0);
    });
  }

  void deadLetter(String topic) {
    deadLetters(topic).increment();
  }

  private Counter outcome(String word) {
    return outcomes.computeIfAbsent(word, _ -> meters.counter("otp.commands", "outcome", word));
  }

  private Counter event(EventType type, String channel) {
    return events.computeIfAbsent(type + "/" + channel,
        _ -> meters.counter("otp.events", "type", word(type), "channel", channel));
  }

  private Counter choice(Choice.Why why) {
    return choices.computeIfAbsent(word(why), word -> meters.counter("otp.choices", "why", word));
  }

  private AtomicLong failing(String channel) {
    return failing.computeIfAbsent(channel, name -> {
      var untilMs = new AtomicLong();
      Gauge.builder("otp.channel.failing", untilMs, until -> until.get() > System.currentTimeMillis() ? 1 : 0)
          .tag("channel", name).strongReference(true).register(meters);
      return untilMs;
    });
  }

  private Counter deadLetters(String topic) {
    return meters.counter("otp.dead.letters", "topic", topic);
  }

  private Timer delivery(String channel) {
    return wait("otp.delivery.seconds", "From the acceptance of a message to its delivery", channel);
  }

  private Timer verification(String channel) {
    return wait("otp.verification.seconds", "From the acceptance of a message to its verification", channel);
  }

  private Timer wait(String name, String description, String channel) {
    return waits.computeIfAbsent(name + "/" + channel, _ -> Timer.builder(name).description(description)
        .tag("channel", channel).serviceLevelObjectives(Buckets.waits()).register(meters));
  }

  private static String refused(Refusal refusal) {
    return "refused_" + word(refusal);
  }

  private static String verify(VerifyOutcome outcome) {
    return "verify_" + word(outcome);
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
