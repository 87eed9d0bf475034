package dev.otpstream.ingress.engine;

import java.util.Optional;

/**
 * A guess at a code. Prints without it.
 *
 * @param target which code is meant
 * @param guess  what the user typed, at most {@link #GUESS_LENGTH_MAX} characters
 * @param once   the caller's promise that two such orders are one
 */
public record VerifyOrder(Target target, String guess, Optional<Once> once) {
  /** No code is as long; a longer guess is not worth a record in the log. */
  public static final int GUESS_LENGTH_MAX = 64;

  public VerifyOrder {
    if (guess.length() > GUESS_LENGTH_MAX) throw new IllegalArgumentException("guess too long");
  }

  @Override public String toString() {
    return "VerifyOrder[" + target + "]";
  }
}
