package dev.otpstream.kit.channel;

/**
 * One after the other, all providers of a channel were asked for one dispatch, or still are.
 *
 * @param number from 1
 * @param turn   whose turn it is, from 0
 * @param tries  how many times providers have been called, in all rounds
 * @param best   of what those of this round said, what gives most hope; null if none said anything yet
 */
record Round(int number, int turn, int tries, Said best) {
  static final Round FIRST = new Round(1, 0, 0, null);

  /** A provider's word, or ours in its place. */
  record Said(String provider, SendOutcome outcome) {}

  /** The next provider's turn, after this one was called. */
  Round called(Said said) {
    return passed(said, tries + 1);
  }

  /** The next provider's turn, after this one was spared the call. */
  Round spared(Said said) {
    return passed(said, tries);
  }

  private Round passed(Said said, int triesNow) {
    boolean better = best == null || SwitchRules.isBetter(said.outcome(), best.outcome());
    return new Round(number, turn + 1, triesNow, better ? said : best);
  }

  Round again() {
    return new Round(number + 1, 0, tries, null);
  }
}
