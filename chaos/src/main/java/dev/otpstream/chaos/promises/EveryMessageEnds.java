package dev.otpstream.chaos.promises;

import dev.otpstream.chaos.evidence.Change;
import dev.otpstream.chaos.evidence.Evidence;

/** A message that was accepted ends, whoever dies meanwhile. */
public record EveryMessageEnds() implements Promise {
  @Override public String words() {
    return "every accepted message ends";
  }

  @Override public Verdict judge(Evidence evidence) {
    var tally = Verdict.of(this);
    evidence.changes().forEach((id, changes) -> tally.that(changes.stream().anyMatch(Change::isEnd),
        "message " + id + " stays " + changes.getLast().state()));
    return tally.verdict();
  }
}
