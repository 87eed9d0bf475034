package dev.otpstream.engine.core;

/** What a decision does to the world, once it is committed. */
public sealed interface Effect {
  /**
   * Publish an event, and tell the hooks that want it.
   *
   * @param recipient the recipient's address: some callers match by it
   * @param channel   the channel of the current dispatch
   */
  record Publish(Message.Facts facts, Sealed recipient, String channel, Event event) implements Effect {}

  /** Order a channel to send. */
  record Dispatch(Message.Live message, int dispatch) implements Effect {}

  /** Have a provider take a dispatch back, if it still can. */
  record Revoke(long messageId, int dispatch, String channel, Message.Handle handle) implements Effect {}

  /** Remember a name of the message. */
  record Remember(String reference, long messageId, int dispatch, String accountId) implements Effect {}
}
