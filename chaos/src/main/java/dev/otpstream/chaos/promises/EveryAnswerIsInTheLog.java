package dev.otpstream.chaos.promises;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import dev.otpstream.chaos.evidence.Call;
import dev.otpstream.chaos.evidence.Call.Order;
import dev.otpstream.chaos.evidence.Call.Told;
import dev.otpstream.chaos.evidence.Change;
import dev.otpstream.chaos.evidence.Evidence;
import dev.otpstream.schemas.StatusType;
import java.util.List;
import java.util.Map;

/** What a caller was told is committed; and who was told nothing in the end was sent nothing twice. */
public record EveryAnswerIsInTheLog() implements Promise {
  @Override public String words() {
    return "every 2xx that a caller got is in the log";
  }

  @Override public Verdict judge(Evidence evidence) {
    var tally = Verdict.of(this);
    Map<Long, Long> wrong = evidence.calls().stream()
        .filter(call -> call.order() == Order.VERIFY && call.told() == Told.WRONG_CODE)
        .collect(groupingBy(Call::messageId, counting()));
    wrong.forEach((id, times) -> tally.that(count(evidence, id, StatusType.ATTEMPT_FAILED) >= times,
        "message " + id + ": " + times + " wrong guesses answered, fewer in the log"));
    for (Call call : evidence.calls()) {
      switch (call.told()) {
        case ACCEPTED -> in(evidence, call, StatusType.ACCEPTED, tally);
        case VERIFIED -> in(evidence, call, StatusType.VERIFIED, tally);
        case CANCELLED -> in(evidence, call, StatusType.CANCELLED, tally);
        case WRONG_CODE, NO, NOTHING -> {
          // counted above; nothing promised
        }
      }
    }
    return tally.verdict();
  }

  private static void in(Evidence evidence, Call call, StatusType type, Verdict.Tally tally) {
    tally.that(count(evidence, call.messageId(), type) > 0, "not in the log: " + call);
  }

  private static long count(Evidence evidence, long id, StatusType type) {
    List<Change> changes = evidence.changes().getOrDefault(id, List.of());
    return changes.stream().filter(change -> change.type() == type).count();
  }
}
