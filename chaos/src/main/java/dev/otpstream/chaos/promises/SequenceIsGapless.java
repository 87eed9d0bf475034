package dev.otpstream.chaos.promises;

import dev.otpstream.chaos.evidence.Evidence;

/** Within a message the sequence counts from 1 without gaps and repeats, whatever crashed. */
public record SequenceIsGapless() implements Promise {
  @Override public String words() {
    return "a message's status sequence counts from 1 without gap or repeat";
  }

  @Override public Verdict judge(Evidence evidence) {
    var tally = Verdict.of(this);
    evidence.changes().forEach((id, changes) -> {
      for (int i = 0; i < changes.size(); i++)
        tally.that(changes.get(i).sequence() == i + 1,
            "message " + id + ": event " + (i + 1) + " has sequence " + changes.get(i).sequence());
    });
    return tally.verdict();
  }
}
