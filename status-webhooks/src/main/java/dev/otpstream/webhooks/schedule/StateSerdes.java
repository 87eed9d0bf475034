package dev.otpstream.webhooks.schedule;

import dev.otpstream.schemas.serde.RecordSerdes;
import dev.otpstream.webhooks.state.HookQueueState;
import dev.otpstream.webhooks.state.LaneState;
import dev.otpstream.webhooks.state.PendingHookState;
import dev.otpstream.webhooks.state.QueuePhase;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** Where Avro stops: the state's records in and out of ours. */
final class StateSerdes {
  /** Under which names, and registry subjects, the values are written. */
  static final String QUEUES = SchedulerTopology.APPLICATION + "-queues";
  static final String LANES = SchedulerTopology.APPLICATION + "-lanes";
  private final Serde<HookQueue> queues;
  private final Serde<Lane> lanes;

  StateSerdes(RecordSerdes serdes) {
    queues = mapped(serdes.serde(HookQueueState.class, QUEUES), StateSerdes::write, StateSerdes::read);
    lanes = mapped(serdes.serde(LaneState.class, LANES), StateSerdes::write, StateSerdes::read);
  }

  Serde<HookQueue> queues() {
    return queues;
  }

  Serde<Lane> lanes() {
    return lanes;
  }

  private static LaneState write(Lane lane) {
    return new LaneState(lane.width(), lane.inFlight(), lane.strains(), lane.pauses(),
        lane.pausedUntil().toEpochMilli(), lane.front(), lane.end(), lane.health().failingSince().toEpochMilli(),
        lane.health().failedAt().toEpochMilli(), lane.health().switchedOffAt().toEpochMilli(),
        lane.health().announced());
  }

  private static Lane read(LaneState state) {
    return new Lane(state.getWidth(), state.getInFlight(), state.getStrains(), state.getPauses(),
        Instant.ofEpochMilli(state.getPausedUntil()), state.getFront(), state.getEnd(),
        new Health(Instant.ofEpochMilli(state.getFailingSince()), Instant.ofEpochMilli(state.getFailedAt()),
            Instant.ofEpochMilli(state.getSwitchedOffAt()), state.getAnnounced()));
  }

  private static HookQueueState write(HookQueue queue) {
    return new HookQueueState(queue.lane(), QueuePhase.valueOf(queue.phase().name()), queue.at().toEpochMilli(),
        queue.tries(), queue.pending().stream().map(hook -> new PendingHookState(hook.eventId(), hook.format(),
            hook.dueSince().toEpochMilli(), hook.order().duplicate(), hook.trace().isEmpty() ? null : hook.trace()))
            .toList());
  }

  private static HookQueue read(HookQueueState state) {
    return new HookQueue(state.getLane(), HookQueue.Phase.valueOf(state.getPhase().name()),
        Instant.ofEpochMilli(state.getAt()), state.getTries(),
        state.getPending().stream().map(hook -> new PendingHook(hook.getEventId(), hook.getFormat(),
            Instant.ofEpochMilli(hook.getDueSince()), hook.getOrder().asReadOnlyBuffer(),
            Objects.requireNonNullElse(hook.getTrace(), ""))).toList());
  }

  private static <A extends SpecificRecord, T> Serde<T> mapped(Serde<A> avro, Function<T, A> write,
      Function<A, T> read) {
    return Serdes.serdeFrom(
        (topic, value) -> value == null ? null : avro.serializer().serialize(topic, write.apply(value)),
        (topic, bytes) -> bytes == null ? null : read.apply(avro.deserializer().deserialize(topic, bytes)));
  }
}
