package dev.otpstream.simulators.stage;

import java.time.Duration;

/** How a provider answers one call. What follows later is told by the {@link Receipt}s of the step. */
public sealed interface Answer {
  /** The call is taken, with the provider's usual answer. */
  record Accept() implements Answer {}

  /** Refused in the provider's words: an error word, or a command_status by name or number. */
  record Refuse(String error) implements Answer {}

  /** Refused for now: FLOOD_WAIT, ESME_RTHROTTLED. A protocol without a place for the seconds leaves them out. */
  record Throttle(int retryAfterSeconds) implements Answer {}

  /** The provider's server fails: an HTTP status, where zero seconds means no Retry-After; over SMPP ESME_RSYSERR. */
  record ServerError(int httpStatus, int retryAfterSeconds) implements Answer {}

  /** The call is read and never answered; the connection stays open. */
  record Silence() implements Answer {}

  /** The connection is closed instead of an answer. */
  record Close() implements Answer {}

  /** A well-framed answer that makes no sense: text where JSON is due, generic_nack. */
  record Garbage() implements Answer {}

  /** Broken framing: a body shorter than announced, a PDU whose length is impossible. The connection is lost. */
  record Broken() implements Answer {}

  /** A well-framed answer of this many bytes. */
  record Huge(int bytes) implements Answer {
    private static final int BYTES_MAX = 64 * 1024 * 1024;

    public Huge {
      if (bytes < 2 || bytes > BYTES_MAX) throw new IllegalArgumentException("bytes: 2 to " + BYTES_MAX);
    }
  }

  /** The usual answer, one byte at a time with this pause between. Over SMPP it comes in one piece. */
  record Drip(Duration pause) implements Answer {}

  /** Whether the caller is told clearly that nothing was sent. */
  default boolean refuses() {
    return switch (this) {
      case Refuse _ -> true;
      case Throttle _ -> true;
      case ServerError _ -> true;
      case Accept _ -> false;
      case Silence _ -> false;
      case Close _ -> false;
      case Garbage _ -> false;
      case Broken _ -> false;
      case Huge _ -> false;
      case Drip _ -> false;
    };
  }
}
