package dev.otpstream.ingress.engine;

import dev.otpstream.schemas.StatusAnswer;

/** The engine's answer to a question for a message's status. */
public sealed interface StatusReply permits StatusReply.Found, StatusReply.Unknown, EngineAway {
  /** Where the message stands. */
  record Found(StatusAnswer message) implements StatusReply {}

  /** No such message of this account. */
  record Unknown() implements StatusReply {}
}
