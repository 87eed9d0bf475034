package dev.otpstream.ingress.engine;

import dev.otpstream.schemas.ConsentState;
import java.util.Optional;

/** The engine's answer about a request for consent. */
public sealed interface ConsentReply permits ConsentReply.Standing, ConsentReply.Conflict, EngineAway {
  /**
   * Where the request stands.
   *
   * @param requestId    names the request in the link
   * @param state        unknown: no such request of this account
   * @param subscriberId who agreed; empty before the code was sent
   * @param channel      by which messenger; empty before the code was sent
   */
  record Standing(String requestId, ConsentState state, Optional<String> subscriberId, Optional<String> channel)
      implements
        ConsentReply {}

  /** The promise that two orders are one was broken; nothing was done. */
  record Conflict() implements ConsentReply {}
}
