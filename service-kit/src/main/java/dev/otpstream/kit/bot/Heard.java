package dev.otpstream.kit.bot;

import java.time.Duration;
import java.util.List;

/** What came of listening once. */
public sealed interface Heard {
  /**
   * Updates, in the messenger's order; perhaps none.
   *
   * @param mark where to listen on; kept with the cluster, 1000 characters at most; empty: the messenger knows by itself
   */
  record Updates(List<Update> updates, String mark) implements Heard {
    public Updates {
      updates = List.copyOf(updates);
    }
  }

  /**
   * Nothing can be heard now.
   *
   * @param detail why, for the log; no secrets
   * @param pause  when to try again
   */
  record Trouble(String detail, Duration pause) implements Heard {}

  /** Nothing is to be heard this way, since the messenger calls us; look again after a pause. */
  record Elsewhere(Duration pause) implements Heard {}
}
