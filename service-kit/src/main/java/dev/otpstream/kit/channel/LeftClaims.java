package dev.otpstream.kit.channel;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The claims that other workers left open in the partitions which are ours now: those dispatches were perhaps sent. Read
 * once for each time a partition comes to us, in the background; a record of such a partition has to wait for it, and no
 * other does. Thread-safe.
 */
final class LeftClaims {
  /** Where claims are read. */
  @FunctionalInterface
  interface Source {
    /**
     * The dispatches that other workers claimed and did not release.
     *
     * @return for each of these partitions
     * @throws RuntimeException if they cannot be read now
     */
    Map<Integer, Set<DispatchId>> readIn(Collection<Integer> partitions);
  }

  private static final Duration LOOK_AGAIN = Duration.ofMillis(20);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Logger LOG = LoggerFactory.getLogger(LeftClaims.class);

  private final Source source;
  private final Executor background;
  private final Map<Integer, CompletableFuture<Map<Integer, Set<DispatchId>>>> readings = new ConcurrentHashMap<>();

  LeftClaims(Source source) {
    this(source, task -> Thread.ofVirtual().name("left-claims").start(task));
  }

  LeftClaims(Source source, Executor background) {
    this.source = source;
    this.background = background;
  }

  /** These partitions came to us just now, and whoever had them before has no more say. */
  void arrived(Collection<Integer> partitions) {
    if (partitions.isEmpty()) return;
    var reading = read(partitions);
    partitions.forEach(partition -> readings.put(partition, reading));
  }

  /**
   * Whether another worker left an open claim on a dispatch.
   *
   * @throws TryAgain while that is not known
   */
  boolean include(DispatchId id, int partition) {
    var reading = readings.computeIfAbsent(partition, missing -> read(List.of(missing)));
    if (!reading.isDone()) throw new TryAgain("claims are being read", LOOK_AGAIN);
    if (reading.isCompletedExceptionally()) {
      if (readings.remove(partition, reading))
        LOG.atWarn().addKeyValue("partition", partition)
            .addKeyValue("exception", reading.exceptionNow().getClass().getName()).log("claims cannot be read");
      throw new TryAgain("claims cannot be read", PAUSE);
    }
    return reading.resultNow().getOrDefault(partition, Set.of()).contains(id);
  }

  private CompletableFuture<Map<Integer, Set<DispatchId>>> read(Collection<Integer> partitions) {
    var asked = List.copyOf(partitions);
    return CompletableFuture.supplyAsync(() -> source.readIn(asked), background);
  }
}
