package dev.otpstream.kit.channel;

import dev.otpstream.kit.Env;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How hard a worker presses its provider.
 *
 * @param inFlightMax how many sends may be under way at once
 * @param rateMax     how many sends may begin in a second; 0: no limit
 * @param retryWaits  the pauses between tries while the provider cannot be reached; then the dispatch is refused
 * @param instanceId  a lasting name of this process, so that a restart takes its place back at once
 */
public record WorkerConfig(int inFlightMax, int rateMax, List<Duration> retryWaits, Optional<String> instanceId) {
  public static final int IN_FLIGHT_MAX_DEFAULT = 200;
  /** Short in all, since the next channel may well work. */
  public static final List<Duration> RETRY_WAITS_DEFAULT = List.of(Duration.ofMillis(500), Duration.ofSeconds(2));
  public static final WorkerConfig DEFAULT = new WorkerConfig(IN_FLIGHT_MAX_DEFAULT, 0, RETRY_WAITS_DEFAULT,
      Optional.empty());

  /**
   * Reads {@code <CHANNEL>_IN_FLIGHT_MAX}, {@code <CHANNEL>_RATE_MAX}, {@code <CHANNEL>_RETRY_WAITS} and
   * {@code OTP_INSTANCE_ID}.
   */
  public static WorkerConfig from(Env env, String channelName) {
    String prefix = channelName.toUpperCase(Locale.ROOT) + "_";
    return new WorkerConfig(env.integer(prefix + "IN_FLIGHT_MAX", IN_FLIGHT_MAX_DEFAULT, 1, 2000),
        env.integer(prefix + "RATE_MAX", 0, 0, 100_000),
        env.durations(prefix + "RETRY_WAITS", RETRY_WAITS_DEFAULT), env.find("OTP_INSTANCE_ID"));
  }
}
