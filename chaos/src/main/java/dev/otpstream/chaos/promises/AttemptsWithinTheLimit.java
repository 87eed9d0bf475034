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

/** No more guesses are compared with a code than were allowed with its send. */
public record AttemptsWithinTheLimit() implements Promise {
  @Override public String words() {
    return "no more guesses are compared than a code allows";
  }

  @Override public Verdict judge(Evidence evidence) {
    var tally = Verdict.of(this);
    Map<Long, Long> told = evidence.calls().stream().filter(Call::compared)
        .collect(groupingBy(Call::messageId, counting()));
    for (Call sent : evidence.calls()) {
      if (sent.order() != Order.SEND || sent.told() != Told.ACCEPTED) continue;
      long byCallers = told.getOrDefault(sent.messageId(), 0L);
      long inTheLog = compared(evidence.changes().getOrDefault(sent.messageId(), List.of()));
      tally.that(Math.max(byCallers, inTheLog) <= sent.attempts(), "message " + sent.messageId() + " allows "
          + sent.attempts() + ", compared " + inTheLog + " in the log, " + byCallers + " told to callers");
    }
    return tally.verdict();
  }

  private static long compared(List<Change> changes) {
    return changes.stream()
        .filter(change -> change.type() == StatusType.ATTEMPT_FAILED || change.type() == StatusType.VERIFIED).count();
  }
}
