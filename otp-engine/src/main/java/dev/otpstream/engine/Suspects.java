package dev.otpstream.engine;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * Records that made the engine throw. What such a record did is aborted with its transaction; when it comes again, on a
 * fresh thread, it is buried, or it would stop its partition for ever. Thread-safe; one for all threads of the process.
 */
final class Suspects {
  private final Map<TopicPartition, Suspect> byPartition = new ConcurrentHashMap<>();

  private record Suspect(long offset, String cause) {}

  void accuse(RecordMetadata record, RuntimeException cause) {
    byPartition.put(partition(record), new Suspect(record.offset(), cause.getClass().getName()));
  }

  /** Whether the record made the engine throw; the cause's text may quote it, so its class is all that is told. */
  void check(RecordMetadata record) throws Nonsense {
    Suspect suspect = byPartition.get(partition(record));
    if (suspect != null && suspect.offset() == record.offset())
      throw new Nonsense("the engine fails on it: " + suspect.cause());
  }

  private static TopicPartition partition(RecordMetadata record) {
    return new TopicPartition(record.topic(), record.partition());
  }
}
