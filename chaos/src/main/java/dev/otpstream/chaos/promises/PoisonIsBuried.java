package dev.otpstream.chaos.promises;

import dev.otpstream.chaos.evidence.Evidence;

/** A record that nobody can read is kept with its origin among the dead letters, and stops nobody. */
public record PoisonIsBuried() implements Promise {
  @Override public String words() {
    return "what nobody can read is among the dead letters, and nothing else is";
  }

  @Override public Verdict judge(Evidence evidence) {
    var tally = Verdict.of(this);
    for (String where : evidence.poison())
      tally.that(evidence.buried().contains(where), "poison at " + where + " vanished");
    for (String where : evidence.buried())
      tally.that(evidence.poison().contains(where), "a good record at " + where + " was buried");
    return tally.verdict();
  }
}
