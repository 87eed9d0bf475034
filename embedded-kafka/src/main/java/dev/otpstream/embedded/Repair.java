package dev.otpstream.embedded;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a broker that is alone and whose last run was killed does before it lets clients in: it ends what was left half
 * ended.
 */
final class Repair implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Repair.class);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final CompletableFuture<Void> done = new CompletableFuture<>();
  private final String address;
  private volatile LostMarkers lostMarkers;

  /** Of the broker that answers other brokers at {@code address}, as soon as it does. */
  Repair(String address) {
    this.address = address;
  }

  /** The broker's settings that keep clients out until all is done. */
  Map<String, Object> settings(String clientListener) {
    return Map.of("authorizer.class.name", StartGate.class.getName(), StartGate.OPENED, done, StartGate.LISTENER,
        clientListener);
  }

  /** Begins in a thread of its own, before the broker starts. */
  void begin() {
    lostMarkers = new LostMarkers(address);
    Thread.ofVirtual().name("repair").start(this::run);
  }

  private void run() {
    try (LostMarkers markers = lostMarkers) {
      switch (markers.endAll(PATIENCE)) {
        case ALL_ENDED -> LOG.atInfo().log("every transaction of the last run is ended");
        case GAVE_UP -> LOG.atWarn().addKeyValue("patience", PATIENCE)
            .log("transactions of the last run may still be open");
        case CLOSED -> LOG.atDebug().log("stopped before all was repaired");
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.atError().setCause(e).log("transactions of the last run not looked through");
    } finally {
      done.complete(null);
    }
  }

  @Override public void close() {
    if (lostMarkers != null) lostMarkers.close();
  }
}
