package dev.otpstream.chaos.promises;

import dev.otpstream.chaos.evidence.Call;
import dev.otpstream.chaos.evidence.Call.Told;
import dev.otpstream.chaos.evidence.Evidence;

/** Success is for the code that the phone got; the right code is never called wrong. */
public record OnlyTheRightCode() implements Promise {
  @Override public String words() {
    return "only the right code verifies, and it is never called wrong";
  }

  @Override public Verdict judge(Evidence evidence) {
    var tally = Verdict.of(this);
    for (Call call : evidence.calls()) {
      if (!call.compared()) continue;
      tally.that(call.right() == (call.told() == Told.VERIFIED),
          (call.right() ? "right" : "wrong") + " guess: " + call);
    }
    return tally.verdict();
  }
}
