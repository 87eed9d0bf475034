package dev.otpstream.benchmarks.platform;

/** The platform that is to be started is not there. */
public final class NotBuilt extends RuntimeException {
  private static final long serialVersionUID = 1;

  NotBuilt(String sentence) {
    super(sentence);
  }
}
