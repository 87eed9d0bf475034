package dev.otpstream.simulators.kaleyra;

import java.time.Duration;

/**
 * Settings of the simulated Kaleyra.
 *
 * @param port          zero for any free one
 * @param sid           the account, as it stands in paths
 * @param apiKey        the only key that is taken
 * @param callbackPause the pause before a callback that failed is sent again; it doubles with each try
 */
public record KaleyraConfig(int port, String sid, String apiKey, Duration callbackPause) {
  public static KaleyraConfig defaults() {
    return new KaleyraConfig(0, "HXSIMULATED071US", "simulated-kaleyra-key", Duration.ofMillis(100));
  }

  public KaleyraConfig withPort(int other) {
    return new KaleyraConfig(other, sid, apiKey, callbackPause);
  }

  public KaleyraConfig withAccount(String otherSid, String otherKey) {
    return new KaleyraConfig(port, otherSid, otherKey, callbackPause);
  }

  /** Without the key. */
  @Override public String toString() {
    return "KaleyraConfig[port=" + port + ", sid=" + sid + "]";
  }
}
