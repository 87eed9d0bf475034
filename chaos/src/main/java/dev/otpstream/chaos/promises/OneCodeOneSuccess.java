package dev.otpstream.chaos.promises;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import dev.otpstream.chaos.evidence.Call;
import dev.otpstream.chaos.evidence.Call.Told;
import dev.otpstream.chaos.evidence.Evidence;
import dev.otpstream.schemas.StatusType;
import java.util.Map;

/** A code verifies at most once: one caller is told so, and the log says so once. */
public record OneCodeOneSuccess() implements Promise {
  @Override public String words() {
    return "a code verifies at most once";
  }

  @Override public Verdict judge(Evidence evidence) {
    var tally = Verdict.of(this);
    Map<Long, Long> told = evidence.calls().stream().filter(call -> call.told() == Told.VERIFIED)
        .collect(groupingBy(Call::messageId, counting()));
    told.forEach((id, times) -> tally.that(times == 1, "message " + id + ": " + times + " callers told verified"));
    evidence.changes().forEach((id, changes) -> {
      long times = changes.stream().filter(change -> change.type() == StatusType.VERIFIED).count();
      tally.that(times <= 1, "message " + id + ": verified " + times + " times in the log");
    });
    return tally.verdict();
  }
}
