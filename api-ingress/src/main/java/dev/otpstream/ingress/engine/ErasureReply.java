package dev.otpstream.ingress.engine;

/** The engine's answer to an order to forget somebody. */
public sealed interface ErasureReply permits ErasureReply.Erased, EngineAway {
  /**
   * Nothing is kept any more.
   *
   * @param known whether there was something to forget
   */
  record Erased(boolean known) implements ErasureReply {}
}
