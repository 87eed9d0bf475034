package dev.otpstream.ingress.engine;

import dev.otpstream.schemas.MessageState;
import java.util.OptionalLong;

/** The engine's answer to a cancel. */
public sealed interface CancelReply permits CancelReply.Found, CancelReply.Unknown, EngineAway {
  /** Where the message stands now; without an id there is no active code. */
  record Found(boolean cancelled, OptionalLong messageId, MessageState state) implements CancelReply {}

  /** No such message of this account. */
  record Unknown() implements CancelReply {}
}
