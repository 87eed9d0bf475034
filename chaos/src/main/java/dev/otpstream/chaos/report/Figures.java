package dev.otpstream.chaos.report;

import dev.otpstream.chaos.evidence.Call;
import dev.otpstream.chaos.evidence.Call.Order;
import dev.otpstream.chaos.evidence.Call.Told;
import dev.otpstream.chaos.evidence.Evidence;
import dev.otpstream.chaos.evidence.Landed;
import dev.otpstream.chaos.promises.EveryAnswerIsInTheLog;
import dev.otpstream.chaos.promises.EverySendHasOneCause;
import dev.otpstream.chaos.promises.OneCodeOneSuccess;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What can be counted in the evidence.
 *
 * @param accepted          sends that were accepted
 * @param verified          codes that verified
 * @param guesses           guesses that callers made
 * @param inParallel        messages whose right code was typed eight times at once
 * @param exactlyOneSuccess those of them of which exactly one caller was told verified
 * @param noSuccess         those of them of which nobody was told so: the code was dead, or there was no answer
 * @param doubleSuccesses   messages that verified twice
 * @param acknowledgedLost  answers that are not in the log
 * @param arrivals          messages that phones got
 * @param duplicates        those beyond what was ordered
 * @param workerKills       kills of workers
 * @param kills             kills of all processes
 * @param killsInFlight     those with calls in flight
 * @param killsInside       those inside a transaction
 */
public record Figures(long accepted, long verified, long guesses, long inParallel, long exactlyOneSuccess,
    long noSuccess, long doubleSuccesses, long acknowledgedLost, long arrivals, long duplicates, long workerKills,
    long kills, long killsInFlight, long killsInside) {
  private static final int PARALLEL = 8;

  public static Figures of(Evidence evidence) {
    Map<Long, Integer> successes = new HashMap<>();
    Map<Long, Integer> rights = new HashMap<>();
    Set<Long> cancelled = new HashSet<>();
    long accepted = 0;
    long guesses = 0;
    for (Call call : evidence.calls()) {
      if (call.order() == Order.SEND && call.told() == Told.ACCEPTED) accepted++;
      if (call.order() == Order.CANCEL) cancelled.add(call.messageId());
      if (call.order() != Order.VERIFY) continue;
      guesses++;
      if (call.right()) rights.merge(call.messageId(), 1, Integer::sum);
      if (call.told() == Told.VERIFIED) successes.merge(call.messageId(), 1, Integer::sum);
    }
    Map<Integer, Long> byCount = new HashMap<>();
    rights.forEach((id, times) -> {
      if (times == PARALLEL && !cancelled.contains(id)) byCount.merge(successes.getOrDefault(id, 0), 1L, Long::sum);
    });
    return new Figures(accepted, successes.size(), guesses, byCount.values().stream().mapToLong(Long::longValue).sum(),
        byCount.getOrDefault(1, 0L), byCount.getOrDefault(0, 0L), new OneCodeOneSuccess().judge(evidence).broken(),
        new EveryAnswerIsInTheLog().judge(evidence).broken(), evidence.arrivals().size(),
        EverySendHasOneCause.duplicates(evidence),
        evidence.faults().stream()
            .filter(fault -> fault.killed() && fault.role() != null && fault.role().isWorker()).count(),
        evidence.faults().stream().filter(Landed::killed).count(),
        evidence.faults().stream().filter(fault -> fault.killed() && fault.callsInFlight() > 0).count(),
        evidence.faults().stream().filter(fault -> fault.killed() && fault.insideTransaction()).count());
  }
}
