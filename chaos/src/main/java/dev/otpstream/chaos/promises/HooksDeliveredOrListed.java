package dev.otpstream.chaos.promises;

import static java.util.stream.Collectors.toSet;

import dev.otpstream.chaos.evidence.Change;
import dev.otpstream.chaos.evidence.Evidence;
import dev.otpstream.chaos.evidence.HookCall;
import dev.otpstream.schemas.StatusType;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Every event that a hook wants was taken by it, or is listed as failed; a message's events come in order. Each message of
 * a run has a hook, and native hooks want everything but the dispatches.
 */
public record HooksDeliveredOrListed() implements Promise {
  @Override public String words() {
    return "every event of a hook is delivered in order, or listed as failed";
  }

  @Override public Verdict judge(Evidence evidence) {
    var tally = Verdict.of(this);
    Set<String> taken = evidence.hookCalls().stream().filter(HookCall::taken).map(HookCall::eventId).collect(toSet());
    for (String id : evidence.hooked())
      tally.that(taken.contains(id) || evidence.hooksFailed().contains(id),
          "event " + id + " is neither delivered nor listed");
    evidence.changes().forEach((id, changes) -> {
      for (Change change : changes)
        if (change.type() != StatusType.DISPATCHED)
          tally.that(evidence.hooked().contains(id + "-" + change.sequence()),
              "event " + id + "-" + change.sequence() + " was never due to its hook");
    });
    inOrder(evidence, tally);
    return tally.verdict();
  }

  /** Repeats are allowed; the first call about an event comes after all before it were taken or given up. */
  private static void inOrder(Evidence evidence, Verdict.Tally tally) {
    Map<Long, Integer> reached = new HashMap<>();
    for (HookCall call : evidence.hookCalls()) {
      int before = reached.getOrDefault(call.messageId(), 0);
      boolean early = IntStream.range(before + 1, call.sequence()).mapToObj(s -> call.messageId() + "-" + s)
          .anyMatch(id -> evidence.hooked().contains(id) && !evidence.hooksFailed().contains(id));
      tally.that(!early, "event " + call.eventId() + " told before one that comes before it");
      if (call.taken()) reached.merge(call.messageId(), call.sequence(), Math::max);
    }
  }
}
