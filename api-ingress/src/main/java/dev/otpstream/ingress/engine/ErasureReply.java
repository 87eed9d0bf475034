package dev.otpstream.ingress.engine;

/** The engine's answer to an order to erase a subscriber. */
public sealed interface ErasureReply permits ErasureReply.Erased, EngineAway {
  /**
   * The subscriber is erased.
   *
   * @param known whether the engine knew it; false, if it was erased before
   */
  record Erased(boolean known) implements ErasureReply {}
}
