package dev.otpstream.ingress.engine;

/** Which message's status is asked for. */
public sealed interface StatusQuestion {
  /** The message with an id of ours. */
  record OfMessage(long messageId) implements StatusQuestion {}

  /** The newest message with an id of the caller's. */
  record OfCallerId(CallerId id) implements StatusQuestion {}

  /** An operator's: the message of any account with an id of ours, with all that happened to it. */
  record History(long messageId) implements StatusQuestion {}

  /** An operator's: the newest message with an id of the caller's, with all that happened to it. */
  record HistoryOfCallerId(CallerId id) implements StatusQuestion {}
}
