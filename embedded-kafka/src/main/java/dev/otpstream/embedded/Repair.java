package dev.otpstream.embedded;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a broker whose last run was killed does before it lets clients in: it ends what was left half ended. */
final class Repair implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Repair.class);
  /** Longer than any transaction of ours may last: what is left then does not end by itself. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final CompletableFuture<Void> done = new CompletableFuture<>();
  private final LostMarkers lostMarkers;

  /** Of the broker that answers other brokers at {@code address}, as soon as it does. */
  Repair(String address) {
    this.lostMarkers = new LostMarkers(address);
  }

  /** The broker's settings that keep clients out until all is done. */
  Map<String, Object> settings(String clientListener) {
    return Map.of("authorizer.class.name", StartGate.class.getName(), StartGate.OPENED, done, StartGate.LISTENER,
        clientListener);
  }

  /** Begins in a thread of its own, before the broker starts. */
  void begin() {
    Thread.ofVirtual().name("repair").start(this::run);
  }

  private void run() {
    long startedNs = System.nanoTime();
    try (lostMarkers) {
      boolean all = lostMarkers.endAll(PATIENCE);
      if (!all) LOG.atWarn().addKeyValue("patience", PATIENCE).log("transactions of the last run may still be open");
      LOG.atInfo().addKeyValue("tookMs", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedNs)).log("repaired");
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      done.complete(null);
    }
  }

  @Override public void close() {
    lostMarkers.close();
  }
}
