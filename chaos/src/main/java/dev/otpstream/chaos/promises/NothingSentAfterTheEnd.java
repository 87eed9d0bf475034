package dev.otpstream.chaos.promises;

import dev.otpstream.chaos.evidence.Call;
import dev.otpstream.chaos.evidence.Call.Order;
import dev.otpstream.chaos.evidence.Call.Told;
import dev.otpstream.chaos.evidence.Change;
import dev.otpstream.chaos.evidence.Evidence;
import dev.otpstream.schemas.MessageState;
import dev.otpstream.schemas.StatusType;
import java.util.List;

/** Once a message is verified or cancelled, nothing is sent for it and its code opens nothing. */
public record NothingSentAfterTheEnd() implements Promise {
  @Override public String words() {
    return "nothing is sent or verified after a message's end";
  }

  @Override public Verdict judge(Evidence evidence) {
    var tally = Verdict.of(this);
    evidence.changes().forEach((id, changes) -> {
      boolean ended = false;
      boolean sentAfter = false;
      for (Change change : changes) {
        sentAfter |= ended && (change.type() == StatusType.DISPATCHED || change.type() == StatusType.FALLBACK);
        ended |= change.isEnd();
      }
      tally.that(!sentAfter, "message " + id + ": dispatched after its end");
    });
    for (Call call : evidence.calls()) {
      if (call.order() != Order.VERIFY || call.told() != Told.VERIFIED) continue;
      boolean cancelled = evidence.changes().getOrDefault(call.messageId(), List.of()).stream()
          .anyMatch(change -> change.state() == MessageState.CANCELLED);
      tally.that(!cancelled, "verified though cancelled: " + call);
    }
    return tally.verdict();
  }
}
