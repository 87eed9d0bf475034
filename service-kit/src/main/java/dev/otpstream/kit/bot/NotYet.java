package dev.otpstream.kit.bot;

import io.confluent.parallelconsumer.PCRetriableException;

/** Tells the consumer to bring an order back. Expected, so without a stack trace. */
final class NotYet extends PCRetriableException {
  private static final long serialVersionUID = 1L;

  NotYet(String why) {
    super(why);
  }

  @Override public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
