package dev.otpstream.webhooks.schedule;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What one message has to tell one endpoint, in order: the head is being told, the others wait for it. There is no empty
 * queue.
 *
 * @param lane    the endpoint's lane
 * @param phase   what the head waits for
 * @param at      when we look at it again: CALLING, then the order counts as lost; RESTING, then it is tried again
 * @param tries   how many calls have been made for the head
 * @param pending the events, oldest first
 */
record HookQueue(String lane, Phase phase, Instant at, int tries, List<PendingHook> pending) {
  /** Far more than a message has events; what is beyond goes to the failed ones. */
  static final int PENDING_MAX = 100;
  /** Half of what a broker takes in one record by default. */
  static final int PENDING_BYTES_MAX = 512 * 1024;

  /** What the head waits for. */
  enum Phase {
    /** A turn in its lane. */
    WAITING,
    /** The outcome of a call. */
    CALLING,
    /** Its next try. */
    RESTING
  }

  HookQueue {
    pending = List.copyOf(pending);
  }

  static HookQueue of(String lane, PendingHook hook) {
    return new HookQueue(lane, Phase.WAITING, Instant.EPOCH, 0, List.of(hook));
  }

  PendingHook head() {
    return pending.getFirst();
  }

  boolean isFull() {
    return pending.size() >= PENDING_MAX
        || pending.stream().mapToInt(hook -> hook.order().remaining()).sum() >= PENDING_BYTES_MAX;
  }

  /** Whether the outcome of this very call is what the queue waits for. */
  boolean expects(String eventId, int tryNumber) {
    return phase == Phase.CALLING && tryNumber == tries + 1 && head().eventId().equals(eventId);
  }

  HookQueue plus(PendingHook hook) {
    var all = new ArrayList<>(pending);
    all.add(hook);
    return new HookQueue(lane, phase, at, tries, all);
  }

  HookQueue waiting() {
    return new HookQueue(lane, Phase.WAITING, Instant.EPOCH, tries, pending);
  }

  HookQueue calling(Instant lostAt) {
    return new HookQueue(lane, Phase.CALLING, lostAt, tries, pending);
  }

  HookQueue resting(Instant until) {
    return new HookQueue(lane, Phase.RESTING, until, tries, pending);
  }

  /** One call more was made for the head. */
  HookQueue tried() {
    return new HookQueue(lane, phase, at, tries + 1, pending);
  }

  /** Whether there is anything behind the head. */
  boolean hasMore() {
    return pending.size() > 1;
  }

  /** What remains without the head; only if there {@linkplain #hasMore is more}. */
  HookQueue next() {
    return new HookQueue(lane, Phase.WAITING, Instant.EPOCH, 0, pending.subList(1, pending.size()));
  }
}
