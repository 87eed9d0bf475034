package dev.otpstream.engine.core;

/**
 * A code that the engine verifies.
 *
 * @param digest          what guesses are compared with
 * @param sealed          the code itself, for the channel workers
 * @param attemptsAllowed how many attempts may be compared
 * @param attemptsUsed    how many were
 */
public record Code(CodeDigest digest, Sealed sealed, int attemptsAllowed, int attemptsUsed) {
  Code counted() {
    return new Code(digest, sealed, attemptsAllowed, attemptsUsed + 1);
  }

  int attemptsLeft() {
    return attemptsAllowed - attemptsUsed;
  }
}
