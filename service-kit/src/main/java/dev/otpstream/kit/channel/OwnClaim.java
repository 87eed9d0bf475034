package dev.otpstream.kit.channel;

/**
 * Our claim on one dispatch, for one turn of it: from before the first call of a provider until the outcome is told. While
 * it stands, another worker that finds the dispatch takes it for perhaps sent. Belongs to one thread.
 */
interface OwnClaim {
  /**
   * Puts the claim on Kafka and waits for it. Once it is there, this costs nothing.
   *
   * @return whether it is there, and fresh enough to be trusted; if not, the provider must not be called
   */
  boolean take();

  /** The dispatch was surely not sent: whoever has it next may send it. Nothing to do if nothing was claimed. */
  void release();
}
