package dev.otpstream.webhooks.call;

import io.confluent.parallelconsumer.PCRetriableException;

/** Tells the consumer to bring an order back a moment later. Expected, so it is no error in the log. */
final class TryAgain extends PCRetriableException {
  private static final long serialVersionUID = 1L;

  TryAgain(String why, Throwable cause) {
    super(why, cause);
  }
}
