package dev.otpstream.kit;

import dev.otpstream.schemas.serde.RegistryUnavailable;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a start waits for brokers and the registry while they are away: it tries again with growing pauses, without an end,
 * and says why, once in the log and to whoever asks for readiness. What waiting does not mend is thrown at once.
 * Thread-safe.
 */
public final class Patience {
  private static final Logger LOG = LoggerFactory.getLogger(Patience.class);
  private static final Duration PAUSE_FIRST = Duration.ofMillis(250);
  private static final Duration PAUSE_MAX = Duration.ofSeconds(5);
  /** In Kafka's words: a name that nobody knows now may be a container that is not up yet. */
  private static final String NO_ADDRESS = "No resolvable bootstrap urls";
  private final ConcurrentMap<String, String> reasons = new ConcurrentHashMap<>();

  /** What a start waits for now, in a sentence; empty: nothing. */
  Optional<String> waitsFor() {
    return reasons.values().stream().findFirst();
  }

  /**
   * Does something that needs others, as soon as they are there.
   *
   * @param whom what it needs, as operators call it
   * @param work what to do; it may be done again from its beginning after it failed half-way
   * @throws IllegalStateException if the thread is interrupted meanwhile; besides, the work's own exceptions that waiting
   *                               does not mend
   */
  public <T> T insist(String whom, Supplier<T> work) {
    for (Duration pause = PAUSE_FIRST;; pause = longer(pause)) {
      try {
        T done = work.get();
        forget(whom);
        return done;
      } catch (RuntimeException e) {
        tell(whom, whom + " is not there yet: " + away(e).orElseThrow(() -> e));
      }
      try {
        Thread.sleep(pause);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while waiting to start", e);
      }
    }
  }

  private static Duration longer(Duration pause) {
    Duration twice = pause.multipliedBy(2);
    return twice.compareTo(PAUSE_MAX) < 0 ? twice : PAUSE_MAX;
  }

  private void tell(String whom, String reason) {
    // Kafka's words may have numbers in them that change with each try: the log hears only the first.
    if (reasons.put(whom, reason) == null)
      LOG.atWarn().addKeyValue("detail", reason).log("waiting to start");
  }

  private void forget(String whom) {
    if (reasons.remove(whom) != null) LOG.atInfo().addKeyValue("detail", whom + " is there").log("waits no longer");
  }

  /** Why time alone may mend it; empty: it will not. Who refuses us, or finds our settings wrong, is there. */
  static Optional<String> away(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof RegistryUnavailable registry) return registry.refused() ? Optional.empty() : said(cause);
      if (cause instanceof RetriableException || cause instanceof TimeoutException) return said(cause);
      if (cause instanceof ConfigException && String.valueOf(cause.getMessage()).contains(NO_ADDRESS))
        return said(cause);
    }
    return Optional.empty();
  }

  private static Optional<String> said(Throwable cause) {
    return Optional.of(cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage());
  }
}
