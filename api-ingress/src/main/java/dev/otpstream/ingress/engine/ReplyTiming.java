package dev.otpstream.ingress.engine;

import dev.otpstream.kit.Env;
import java.time.Duration;

/**
 * How the time that a caller waits is shared out, so that a command whose caller was told 503 is never carried out: the
 * time for handing it to the broker, the engine's patience (counted from the broker's receipt) and the way back add up to
 * the whole.
 *
 * @param replyTimeout how long a caller waits in all
 */
public record ReplyTiming(Duration replyTimeout) {
  private static final Duration REPLY_TIMEOUT_DEFAULT = Duration.ofSeconds(5);
  private static final Duration REPLY_TIMEOUT_MIN = Duration.ofMillis(500);

  public static ReplyTiming from(Env env) {
    Duration timeout = env.duration("OTP_REPLY_TIMEOUT", REPLY_TIMEOUT_DEFAULT);
    if (timeout.compareTo(REPLY_TIMEOUT_MIN) < 0) env.problem("OTP_REPLY_TIMEOUT is less than 500ms");
    return new ReplyTiming(timeout);
  }

  /** How long {@code send} may block a caller's thread: metadata and buffer space are there, or the call is shed. */
  Duration handOverBlock() {
    return replyTimeout.dividedBy(20);
  }

  /** How long the producer may try. */
  Duration handOver() {
    return replyTimeout.dividedBy(4);
  }

  /** How old a command may get, by the broker's clock, before the engine must leave it alone. */
  Duration patience() {
    return replyTimeout.minus(handOverBlock()).minus(handOver()).minus(wayBack());
  }

  private Duration wayBack() {
    return replyTimeout.dividedBy(10);
  }
}
