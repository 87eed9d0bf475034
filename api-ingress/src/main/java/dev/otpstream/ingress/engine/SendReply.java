package dev.otpstream.ingress.engine;

import dev.otpstream.schemas.Refusal;
import java.time.Duration;
import java.time.Instant;

/** The engine's answer to a send. */
public sealed interface SendReply permits SendReply.Accepted, SendReply.Refused, EngineAway {
  /**
   * The message is in the log and will be dispatched.
   *
   * @param messageId  its id
   * @param channel    the channel of the current phase
   * @param nextSendAt when another code for this recipient would be accepted
   */
  record Accepted(long messageId, String channel, Instant nextSendAt) implements SendReply {}

  /** Nothing was sent; {@code retryAfter} zero: never as it is. */
  record Refused(Refusal refusal, Duration retryAfter) implements SendReply {}
}
