package dev.otpstream.standalone.cli;

/** Why a command could not be carried out, as one sentence for people: what is wrong, and what to do. */
public final class Failure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public Failure(String sentence) {
    super(sentence);
  }

  public Failure(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
