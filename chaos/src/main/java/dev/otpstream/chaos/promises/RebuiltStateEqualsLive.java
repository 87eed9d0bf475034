package dev.otpstream.chaos.promises;

import dev.otpstream.chaos.evidence.Evidence;
import dev.otpstream.chaos.evidence.StateCopy;

/** The engine's stores are what their changelogs rebuild to, key for key, in every partition. */
public record RebuiltStateEqualsLive() implements Promise {
  @Override public String words() {
    return "state rebuilt from its log equals the live state";
  }

  @Override public Verdict judge(Evidence evidence) {
    var tally = Verdict.of(this);
    for (int partition = 0; partition < evidence.partitions(); partition++) {
      int wanted = partition;
      tally.that(evidence.copies().stream().anyMatch(copy -> copy.partition() == wanted),
          "partition " + partition + ": no store to compare");
    }
    for (StateCopy copy : evidence.copies())
      tally.that(copy.live().equals(copy.rebuilt()),
          "partition " + copy.partition() + " of " + copy.engine() + " differs, " + copy.keys() + " keys");
    return tally.verdict();
  }
}
