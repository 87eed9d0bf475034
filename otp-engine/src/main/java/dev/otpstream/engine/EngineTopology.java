package dev.otpstream.engine;

import dev.otpstream.engine.core.Limits;
import dev.otpstream.schemas.ProviderHealth;
import dev.otpstream.schemas.Topics;
import dev.otpstream.schemas.sealing.Keys;
import dev.otpstream.schemas.serde.RecordSerdes;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;

/**
 * One processor over the engine's co-partitioned topics: whatever is about one recipient, one message or one name meets
 * in one task, in order, without locks.
 */
final class EngineTopology {
  /** The consumer group, and the first part of the names of all changelogs. */
  static final String APPLICATION = "otp-engine";
  private static final String PROCESSOR = "engine";

  private EngineTopology() {}

  /** @param health what all partitions said last about channels, by partition */
  static Topology of(Limits limits, Keys keys, RecordSerdes serdes, EngineMetrics metrics, InstantSource clock,
      Supplier<Map<String, ProviderHealth>> health) {
    var topology = new Topology();
    var suspects = new Suspects();
    Deserializer<String> key = Serdes.String().deserializer();
    // Values stay bytes up to the processor, so that one nobody can read is buried within the transaction.
    Deserializer<byte[]> value = Serdes.ByteArray().deserializer();
    topology.addSource("commands", key, value, Topics.COMMANDS.name());
    topology.addSource("delivery-results", key, value, Topics.DELIVERY_RESULTS.name());
    topology.addSource("references", key, value, Topics.REFERENCES.name());
    topology.addSource("bot-updates", key, value, Topics.BOT_UPDATES.name());
    topology.addSource("subscription-steps", key, value, Topics.SUBSCRIPTION_STEPS.name());
    topology.addProcessor(PROCESSOR, () -> new EngineProcessor(limits, keys, serdes, metrics, suspects, clock, health),
        "commands", "delivery-results", "references", "bot-updates", "subscription-steps");
    Stores.add(topology, PROCESSOR);
    Outbox.addSinks(topology, serdes, PROCESSOR);
    return topology;
  }
}
