package dev.otpstream.simulators.stage;

/** One thing a caller can ask of a provider, by the provider's own name for it. */
public record Operation(String name, Role role) {
  /** What an operation is to a script. */
  public enum Role {
    /** Hands over a message: plays every step. */
    SENDS,
    /** Asks before a send: plays only a step that refuses, so that the other steps wait for the send. */
    PREPARES,
    /** Plays only steps that name it. */
    OTHER
  }
}
