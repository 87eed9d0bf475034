package dev.otpstream.kit.channel;

import dev.otpstream.kit.Service.Readiness;

/** One way to reach a recipient, through one provider. Implementations are thread-safe. */
public interface Channel extends AutoCloseable {
  /** Stable and lower-case: names the topic, the consumer group and the metric tag. */
  String name();

  /** The provider behind it, stable and lower-case, such as {@code telegram-gateway}. */
  String provider();

  /** Whether a dispatch is this provider's, where a channel has several. */
  default boolean takes(OpenDispatch dispatch) {
    return true;
  }

  /**
   * Hands one message to the provider and waits for its answer, at most the adapter's send timeout.
   *
   * @return the provider's answer; no answer in time is {@link SendOutcome.Unclear}: the message may have gone out
   * @throws InterruptedException if the worker is stopping; the message may or may not have been sent
   */
  SendOutcome send(OpenDispatch dispatch) throws InterruptedException;

  /** Whether the provider can be asked now. */
  Readiness readiness();

  /** Ends the provider's session. Idempotent. */
  @Override void close();
}
