package dev.otpstream.kit.channel;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One after the other, all providers of a channel were asked for one dispatch, or still are.
 *
 * @param number   from 1
 * @param turn     whose turn it is, from 0
 * @param tries    how many times providers have been called, in all rounds
 * @param best     of what those of this round said, what gives most hope; null if none said anything yet
 * @param refusals of providers that refused this dispatch, in whatever round: they are not asked for it again
 */
record Round(int number, int turn, int tries, Said best, List<Said> refusals) {
  static final Round FIRST = new Round(1, 0, 0, null, List.of());

  Round {
    refusals = List.copyOf(refusals);
  }

  /** A provider's word, or ours in its place. */
  record Said(String provider, SendOutcome outcome) {}

  /** The next provider's turn, after this one was called. */
  Round called(Said said) {
    var all = new ArrayList<>(refusals);
    if (said.outcome() instanceof SendOutcome.Rejected) all.add(said);
    return passed(said, tries + 1, all);
  }

  /** The next provider's turn, after this one was spared the call. */
  Round spared(Said said) {
    return passed(said, tries, refusals);
  }

  /** What a provider said when it refused this dispatch. */
  Optional<Said> refusal(String provider) {
    return refusals.stream().filter(said -> said.provider().equals(provider)).findFirst();
  }

  private Round passed(Said said, int triesNow, List<Said> refused) {
    boolean better = best == null || SwitchRules.isBetter(said.outcome(), best.outcome());
    return new Round(number, turn + 1, triesNow, better ? said : best, refused);
  }

  Round again() {
    return new Round(number + 1, 0, tries, null, refusals);
  }
}
