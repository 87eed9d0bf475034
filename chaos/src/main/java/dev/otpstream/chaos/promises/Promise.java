package dev.otpstream.chaos.promises;

import dev.otpstream.chaos.evidence.Evidence;
import java.util.List;

/** What we promise to users, with its own check over everything that happened. */
public sealed interface Promise
    permits OneCodeOneSuccess, OnlyTheRightCode, AttemptsWithinTheLimit, EveryAnswerIsInTheLog, EveryMessageEnds,
    EverySendHasOneCause, NothingSentAfterTheEnd, SequenceIsGapless, EndsAbsorb, HooksDeliveredOrListed, NothingInClear,
    PoisonIsBuried, RebuiltStateEqualsLive {
  List<Promise> ALL = List.of(new OneCodeOneSuccess(), new OnlyTheRightCode(), new AttemptsWithinTheLimit(),
      new EveryAnswerIsInTheLog(), new EveryMessageEnds(), new EverySendHasOneCause(), new NothingSentAfterTheEnd(),
      new SequenceIsGapless(), new EndsAbsorb(), new HooksDeliveredOrListed(), new NothingInClear(),
      new PoisonIsBuried(), new RebuiltStateEqualsLive());

  /** The promise in a few words. */
  String words();

  Verdict judge(Evidence evidence);
}
