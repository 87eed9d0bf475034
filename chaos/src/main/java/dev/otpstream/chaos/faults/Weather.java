package dev.otpstream.chaos.faults;

import dev.otpstream.chaos.processes.Wait;
import java.time.Duration;
import java.util.Iterator;

/** Lets faults land one after the other, with pauses between. */
public final class Weather implements AutoCloseable {
  private final Scene scene;
  private final Iterator<Fault> faults;
  private final Duration pauseMin;
  private final Duration pauseMax;
  private volatile boolean stopped;
  private Thread thread;

  public Weather(Scene scene, Iterator<Fault> faults, Duration pauseMin, Duration pauseMax) {
    this.scene = scene;
    this.faults = faults;
    this.pauseMin = pauseMin;
    this.pauseMax = pauseMax;
  }

  public void start() {
    thread = Thread.ofPlatform().name("weather").daemon().start(this::blow);
  }

  private void blow() {
    while (!stopped && faults.hasNext()) {
      Wait.pause(scene.between(pauseMin, pauseMax));
      if (stopped) return;
      try {
        faults.next().land(scene);
      } catch (RuntimeException e) {
        System.err.println("a fault did not land: " + e);
      }
    }
  }

  /** Whether all faults have landed. */
  public boolean isOver() {
    return !thread.isAlive();
  }

  /** Waits until the fault that is landing has landed. */
  @Override public void close() {
    stopped = true;
    Wait.until(Duration.ofMinutes(2), this::isOver);
  }
}
