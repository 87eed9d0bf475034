package dev.otpstream.webhooks.schedule;

import dev.otpstream.schemas.serde.RecordSerdes;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;

/** The scheduler's state of one partition. All of it has a changelog and commits with the orders that follow from it. */
final class SchedulerStores {
  private static final String QUEUES = "queues";
  private static final String LANES = "lanes";
  private static final String LINES = "lines";
  private static final String DEADLINES = "deadlines";

  final Deadlines deadlines;
  private final KeyValueStore<String, HookQueue> queues;
  private final KeyValueStore<String, Lane> lanes;
  /** Who waits in a lane, by lane and place in line. */
  private final KeyValueStore<String, String> lines;
  private final LaneLimits limits;

  SchedulerStores(ProcessorContext<?, ?> context, LaneLimits limits) {
    this.limits = limits;
    this.queues = context.getStateStore(QUEUES);
    this.lanes = context.getStateStore(LANES);
    this.lines = context.getStateStore(LINES);
    this.deadlines = new Deadlines(context.getStateStore(DEADLINES));
  }

  /** Adds the stores to the topology. */
  static void add(Topology topology, RecordSerdes serdes, String processor) {
    store(topology, QUEUES, Serdes.String(), StateSerdes.queue(serdes, changelog(QUEUES)), processor);
    store(topology, LANES, Serdes.String(), StateSerdes.lane(serdes, changelog(LANES)), processor);
    store(topology, LINES, Serdes.String(), Serdes.String(), processor);
    store(topology, DEADLINES, Serdes.Bytes(), Serdes.ByteArray(), processor);
  }

  private static String changelog(String store) {
    return SchedulerTopology.APPLICATION + "-" + store + "-changelog";
  }

  private static <K, V> void store(Topology topology, String name, Serde<K> key, Serde<V> value, String processor) {
    topology.addStateStore(
        Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), key, value).withCachingDisabled(), processor);
  }

  Optional<HookQueue> queue(String name) {
    return Optional.ofNullable(queues.get(name));
  }

  void put(String name, HookQueue queue) {
    queues.put(name, queue);
  }

  void forget(String name) {
    queues.delete(name);
  }

  /** How many queues there are, counted one by one. */
  long countQueues() {
    long count = 0;
    try (KeyValueIterator<String, HookQueue> all = queues.all()) {
      for (; all.hasNext(); all.next())
        count++;
    }
    return count;
  }

  Lane lane(String name) {
    Lane known = lanes.get(name);
    return known == null ? Lane.fresh(limits) : known;
  }

  /** Keeps a lane as long as there is anything to remember of it. */
  void put(String name, Lane lane, Instant now) {
    if (lane.isIdle(now)) lanes.delete(name);
    else
      lanes.put(name, lane);
  }

  void forgetLane(String name) {
    lanes.delete(name);
  }

  /** Puts a queue at the end of a lane's line. */
  Lane join(String laneName, Lane lane, String queueName) {
    lines.put(place(laneName, lane.end()), queueName);
    return lane.joined();
  }

  /** The queue whose turn it is; only if {@linkplain Lane#hasWaiting somebody waits}. */
  String front(String laneName, Lane lane) {
    return lines.get(place(laneName, lane.front()));
  }

  /** Lets the next one step to the front. */
  Lane leaveFront(String laneName, Lane lane) {
    lines.delete(place(laneName, lane.front()));
    return lane.served();
  }

  private static String place(String laneName, long number) {
    return laneName + "/" + number;
  }
}
