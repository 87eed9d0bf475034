package dev.otpstream.chaos.promises;

import dev.otpstream.chaos.evidence.Change;
import dev.otpstream.chaos.evidence.Evidence;

/** After an end nothing happens to a message any more. */
public record EndsAbsorb() implements Promise {
  @Override public String words() {
    return "nothing happens to a message after its end";
  }

  @Override public Verdict judge(Evidence evidence) {
    var tally = Verdict.of(this);
    evidence.changes().forEach((id, changes) -> tally.that(
        changes.subList(0, changes.size() - 1).stream().noneMatch(Change::isEnd),
        "message " + id + " goes on after its end"));
    return tally.verdict();
  }
}
