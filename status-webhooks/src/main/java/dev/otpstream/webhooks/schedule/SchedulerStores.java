package dev.otpstream.webhooks.schedule;

import dev.otpstream.streams.Section;
import dev.otpstream.streams.Timers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The scheduler's state of one partition: one store in sections, so that a transaction writes to one changelog. It
 * commits with the orders that follow from it.
 */
final class SchedulerStores {
  private static final String STATE = "state";

  final Timers<TimerKind> timers;
  private final Section<String, HookQueue> queues;
  private final Section<String, Lane> lanes;
  /** Who waits in a lane, by lane and place in line. */
  private final Section<String, String> lines;
  private final LaneLimits limits;

  SchedulerStores(ProcessorContext<?, ?> context, LaneLimits limits, StateSerdes serdes) {
    KeyValueStore<Bytes, byte[]> state = context.getStateStore(STATE);
    this.limits = limits;
    this.queues = section(state, 'q', serdes.queues(), StateSerdes.QUEUES);
    this.lanes = section(state, 'l', serdes.lanes(), StateSerdes.LANES);
    this.lines = section(state, 'w', Serdes.String(), "lines");
    this.timers = new Timers<>(state, 't', TimerKind.values());
  }

  /** Adds the store to the topology. */
  static void add(Topology topology, String processor) {
    Section.addStore(topology, STATE, processor);
  }

  private static <V> Section<String, V> section(KeyValueStore<Bytes, byte[]> state, char tag, Serde<V> values,
      String topic) {
    return new Section<>(state, tag, name -> name.getBytes(StandardCharsets.UTF_8), values, topic);
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
    return queues.count();
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
