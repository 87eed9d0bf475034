package dev.otpstream.webhooks.call;

import java.time.Duration;

/**
 * What one call may take.
 *
 * @param connectTimeout for one address of the host
 * @param callTimeout    for the whole call, from the look-up of the name to the end of the answer
 * @param inFlightMax    calls at once
 */
public record CallLimits(Duration connectTimeout, Duration callTimeout, int inFlightMax) {
  public static final Duration CONNECT_TIMEOUT_DEFAULT = Duration.ofSeconds(3);
  public static final Duration CALL_TIMEOUT_DEFAULT = Duration.ofSeconds(15);
  public static final int IN_FLIGHT_MAX_DEFAULT = 512;
  /** More of an answer is not read: only its status counts. */
  static final int ANSWER_BYTES_MAX = 64 * 1024;
  static final int HEADERS_MAX = 100;
  static final int HEADER_BYTES_MAX = 8 * 1024;
}
