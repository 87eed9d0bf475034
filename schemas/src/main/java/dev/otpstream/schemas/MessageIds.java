package dev.otpstream.schemas;

/**
 * Message ids that route themselves: a partition's counter beside the partition's number, so that whoever holds an id
 * knows the partition that owns the message. Ids are positive, below 2^53 (JavaScript callers keep every digit) and
 * never used again, because the counter lives in the engine's exactly-once state.
 */
public final class MessageIds {
  /** Partitions of the engine's topics that ids can name. */
  public static final int PARTITIONS_MAX = 1 << 10;
  static final long COUNTER_MAX = (1L << 43) - 1;

  private MessageIds() {}

  /**
   * @param counter from 1
   * @throws IllegalArgumentException if either is out of bounds
   */
  public static long of(long counter, int partition) {
    if (counter < 1 || counter > COUNTER_MAX) throw new IllegalArgumentException("counter out of bounds: " + counter);
    if (partition < 0 || partition >= PARTITIONS_MAX)
      throw new IllegalArgumentException("partition out of bounds: " + partition);
    return counter * PARTITIONS_MAX + partition;
  }

  /** Whether the number has the form of an id; says nothing about whether there is such a message. */
  public static boolean isValid(long messageId) {
    return messageId >= PARTITIONS_MAX && messageId < 1L << 53;
  }

  /** The partition of the engine's topics that owns the message. */
  public static int partitionOf(long messageId) {
    return (int) (messageId % PARTITIONS_MAX);
  }
}
