package dev.otpstream.streams;

import java.time.Duration;
import java.util.function.LongConsumer;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/**
 * Wakes the processor when something may be due, and not before: Kafka Streams commits a transaction after each time it
 * calls, even if nothing was done, and who has nothing to do should cost nothing.
 */
public final class Alarm {
  /** Between two times; callers are served meanwhile. */
  private static final Duration REST = Duration.ofMillis(50);
  private final ProcessorContext<?, ?> context;
  private final LongConsumer wake;
  private Cancellable set;
  private long setForMs = Long.MAX_VALUE;

  /** @param wake told the time, in milliseconds since 1970 */
  public Alarm(ProcessorContext<?, ?> context, LongConsumer wake) {
    this.context = context;
    this.wake = wake;
  }

  /** Wakes at this time at the latest; {@link Long#MAX_VALUE}: never. */
  public void setFor(long atMs) {
    if (atMs >= setForMs) return;
    long nowMs = context.currentSystemTimeMs();
    long wakeMs = Math.max(atMs, nowMs + REST.toMillis());
    if (wakeMs >= setForMs) return; // it must not be put off by each record that comes before it rings
    cancel();
    setForMs = wakeMs;
    set = context.schedule(Duration.ofMillis(wakeMs - nowMs), PunctuationType.WALL_CLOCK_TIME, this::ring);
  }

  /** Never wakes, until it is set again. */
  public void cancel() {
    if (set != null) set.cancel();
    set = null;
    setForMs = Long.MAX_VALUE;
  }

  private void ring(long nowMs) {
    cancel(); // else it would ring again and again
    wake.accept(nowMs);
  }
}
