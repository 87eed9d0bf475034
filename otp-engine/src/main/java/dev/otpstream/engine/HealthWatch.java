package dev.otpstream.engine;

import dev.otpstream.engine.core.Choice;
import dev.otpstream.engine.core.Command;
import dev.otpstream.engine.core.Event;
import dev.otpstream.engine.core.EventType;
import dev.otpstream.engine.core.Message;
import dev.otpstream.engine.core.health.Health;
import dev.otpstream.engine.core.health.Sign;
import dev.otpstream.engine.core.health.Window;
import dev.otpstream.schemas.ProviderHealth;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How channels are doing: what this partition sees of its own dispatches, and what the others tell of theirs. Kept in
 * memory alone and told about once a second, so a message costs no state for it; after a restart it goes on from what it
 * told last.
 */
final class HealthWatch {
  private static final Logger LOG = LoggerFactory.getLogger(HealthWatch.class);
  /** How long what is new may wait to be told. */
  static final Duration TELL_AFTER = Duration.ofSeconds(1);
  /** How long a judgement holds, so that a busy partition does not judge for each message. */
  static final Duration JUDGE_EVERY = Duration.ofMillis(200);

  private final String partition;
  private final Supplier<Map<String, ProviderHealth>> told;
  private final Outbox outbox;
  private final EngineMetrics metrics;
  private final InstantSource clock;
  private final Map<HealthRecords.Subject, Window> seen;
  private Health health = Health.GOOD;
  private Instant heardAt = Instant.EPOCH;
  private Instant judgedAt = Instant.MIN;
  private long tellMs = Long.MAX_VALUE;

  /** @param told what all partitions said last, by partition */
  HealthWatch(int partition, Supplier<Map<String, ProviderHealth>> told, Outbox outbox, EngineMetrics metrics,
      InstantSource clock) {
    this.partition = Integer.toString(partition);
    this.told = told;
    this.outbox = outbox;
    this.metrics = metrics;
    this.clock = clock;
    this.seen = new HashMap<>(HealthRecords.windows(told.get().get(this.partition)));
  }

  /** A record of this time is being worked on. */
  void heard(Instant at) {
    if (at.isAfter(heardAt)) heardAt = at;
  }

  /**
   * How the channels are doing, by the time of the newest record: a timer rings by the clock, while answers that came long
   * ago may still lie unread.
   */
  Health now() {
    if (heardAt.isBefore(judgedAt.plus(JUDGE_EVERY))) return health;
    Health judged = Health.of(windowsByChannel(), heardAt);
    if (!judged.failing().equals(health.failing()))
      LOG.atWarn().addKeyValue("failing", judged.failing()).addKeyValue("partition", partition)
          .log("health of channels changed");
    metrics.failing(judged.failing());
    judgedAt = heardAt;
    health = judged;
    return judged;
  }

  private Map<String, List<Window>> windowsByChannel() {
    var byChannel = new HashMap<String, List<Window>>();
    gather(seen, byChannel);
    told.get().forEach((other, health) -> {
      if (!other.equals(partition)) gather(HealthRecords.windows(health), byChannel);
    });
    return byChannel;
  }

  private static void gather(Map<HealthRecords.Subject, Window> windows, Map<String, List<Window>> byChannel) {
    windows.forEach((subject, window) -> {
      if (subject.isChannel()) byChannel.computeIfAbsent(subject.channel(), _ -> new ArrayList<>()).add(window);
    });
  }

  /** Something happened; what is no dispatch is passed over. */
  void asked(Event event) {
    if (!hasChoice(event)) return;
    change(HealthRecords.Subject.channel(event.channel().orElseThrow()), window -> window.asked(event.at()));
  }

  /** A dispatch is answered; what is no answer, such as a receipt, is passed over. */
  void answered(Message message, Command.Report report, Instant now) {
    Optional<Sign> sign = Sign.of(report);
    Optional<Event> ordered = message.history().stream()
        .filter(event -> event.type() == EventType.DISPATCHED && event.dispatch() == report.dispatch()).findFirst();
    if (sign.isEmpty() || ordered.isEmpty()) return;
    String channel = ordered.get().channel().orElseThrow();
    Instant askedAt = ordered.get().at();
    if (sign.get() != Sign.NOTHING)
      change(new HealthRecords.Subject(channel, Optional.of(report.provider())),
          window -> window.asked(askedAt, sign.get(), now));
    if (hasChoice(ordered.get()))
      change(HealthRecords.Subject.channel(channel), window -> window.answered(askedAt, sign.get(), now));
  }

  /**
   * Whether a channel was chosen. A channel may serve recipients without a choice, such as chats, by another provider: how
   * that one is doing says nothing of the others.
   */
  private static boolean hasChoice(Event event) {
    return event.type() == EventType.DISPATCHED
        && event.choice().filter(choice -> choice.why() != Choice.Why.ONLY).isPresent();
  }

  private void change(HealthRecords.Subject subject, UnaryOperator<Window> change) {
    Window before = seen.getOrDefault(subject, Window.EMPTY);
    Window after = change.apply(before);
    if (after.equals(before)) return;
    seen.put(subject, after);
    if (tellMs == Long.MAX_VALUE) tellMs = clock.millis() + TELL_AFTER.toMillis();
  }

  /** When {@link #tell} has something to tell, in milliseconds since 1970. */
  long tellMs() {
    return tellMs;
  }

  /** Tells the others what is new, if it is time. */
  void tell(Instant now) {
    if (now.toEpochMilli() < tellMs) return;
    tellMs = Long.MAX_VALUE;
    outbox.health(partition, HealthRecords.told(Integer.parseInt(partition), seen, now));
  }
}
