package dev.otpstream.engine.core.consent;

/** What follows from a messenger user's word. */
public sealed interface Outcome {
  /** Let the user's own state decide what comes next; the request stands as given. */
  record Arrive(Request after, boolean consented) implements Outcome {}

  /** Say something; the request stands as given. */
  record Decline(Request after, Notice notice) implements Outcome {}

  /** Say something about a request that is not there, or stays as it is. */
  record Say(Notice notice) implements Outcome {}

  /** Nothing: what the user wants is on its way or done. */
  record Nothing() implements Outcome {}
}
