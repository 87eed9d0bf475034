package dev.otpstream.chaos.promises;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;

import dev.otpstream.chaos.evidence.Call;
import dev.otpstream.chaos.evidence.Call.Order;
import dev.otpstream.chaos.evidence.Call.Told;
import dev.otpstream.chaos.evidence.Evidence;
import dev.otpstream.schemas.StatusType;
import java.util.Map;
import java.util.Set;

/**
 * A code verifies at most once: the log says so once, and one caller is told so; none only where somebody never got an
 * answer.
 */
public record OneCodeOneSuccess() implements Promise {
  @Override public String words() {
    return "a code verifies at most once, and who verified it is told so";
  }

  @Override public Verdict judge(Evidence evidence) {
    var tally = Verdict.of(this);
    Map<Long, Long> told = evidence.calls().stream().filter(call -> call.told() == Told.VERIFIED)
        .collect(groupingBy(Call::messageId, counting()));
    told.forEach((id, times) -> tally.that(times == 1, "message " + id + ": " + times + " callers told verified"));
    Set<Long> unanswered = evidence.calls().stream()
        .filter(call -> call.order() == Order.VERIFY && call.told() == Told.NOTHING).map(Call::messageId)
        .collect(toSet());
    evidence.changes().forEach((id, changes) -> {
      long times = changes.stream().filter(change -> change.type() == StatusType.VERIFIED).count();
      if (times == 0) return; // put to the test only where a code verified
      tally.that(times == 1, "message " + id + ": verified " + times + " times in the log");
      if (!unanswered.contains(id))
        tally.that(told.containsKey(id),
            "message " + id + ": verified in the log, and nobody was told so");
    });
    return tally.verdict();
  }
}
