package dev.otpstream.kit;

import dev.otpstream.schemas.serde.RegistryUnavailable;
import dev.otpstream.schemas.serde.SchemaRegistry;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.errors.SerializationException;

/**
 * Whether the schema registry has ever answered this process. One that goes away later makes no process unready: what it
 * said is remembered, and records with a new schema wait for it.
 */
final class RegistryKnown {
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final int ANY_ID = 1;
  private final SchemaRegistry registry;
  private final AtomicBoolean asking = new AtomicBoolean();
  private volatile boolean known;

  RegistryKnown(Platform platform) {
    this.registry = SchemaRegistry.from(platform.registry().asMap());
  }

  /** Answers at once; the question itself is asked aside, since a registry may keep one waiting. */
  boolean now() {
    if (!known && asking.compareAndSet(false, true)) Thread.ofVirtual().name("registry-known").start(this::ask);
    return known;
  }

  private void ask() {
    try {
      registry.byId(ANY_ID);
      known = true;
    } catch (SerializationException e) {
      known = true; // it answers, if only that there is none
    } catch (RegistryUnavailable e) {
      pause();
    } finally {
      asking.set(false);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
