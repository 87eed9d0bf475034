package dev.otpstream.webhooks.schedule;

import dev.otpstream.schemas.Topics;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;

/** One processor over the orders, the outcomes and the operators' switches, which meet in the partition of the order. */
public final class SchedulerTopology {
  /** The consumer group, and the first part of the names of all changelogs. */
  public static final String APPLICATION = "status-webhooks";
  private static final String PROCESSOR = "schedule";

  private SchedulerTopology() {}

  public static Topology of(SchedulerSetup setup) {
    var topology = new Topology();
    Deserializer<String> key = Serdes.String().deserializer();
    // Values stay bytes up to the processor, so that one nobody can read is buried within the transaction.
    Deserializer<byte[]> value = Serdes.ByteArray().deserializer();
    topology.addSource("due", key, value, Topics.WEBHOOKS.name());
    topology.addSource("results", key, value, Topics.WEBHOOK_RESULTS.name());
    topology.addSource("switches", key, value, Topics.WEBHOOK_SWITCHES.name());
    topology.addProcessor(PROCESSOR, () -> new SchedulerProcessor(setup), "due", "results", "switches");
    SchedulerStores.add(topology, PROCESSOR);
    Outbox.addSinks(topology, setup.serdes(), PROCESSOR);
    return topology;
  }
}
