package dev.otpstream.chaos.promises;

import dev.otpstream.chaos.evidence.Arrival;
import dev.otpstream.chaos.evidence.Call;
import dev.otpstream.chaos.evidence.Change;
import dev.otpstream.chaos.evidence.Evidence;
import dev.otpstream.chaos.evidence.Landed;
import dev.otpstream.chaos.evidence.Ordered;
import dev.otpstream.schemas.StatusType;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One key, one message; each dispatch is ordered once, by one event; what a phone got was ordered, and comes once more
 * only where the worker was killed over it; of all that a worker had in flight when it was killed, one at most.
 */
public record EverySendHasOneCause() implements Promise {
  /** The clock of the journal and that of the kill are read one after the other. */
  private static final long SLACK_MS = 1_000;

  /** What a code is sent for: the same code by the same channel to the same phone. */
  private record Sent(String channel, String phone, String code) {}

  @Override public String words() {
    return "every send has one cause; one more at most by a killed worker";
  }

  @Override public Verdict judge(Evidence evidence) {
    var tally = Verdict.of(this);
    oneMessagePerKey(evidence, tally);
    oneOrderPerEvent(evidence, tally);
    arrivalsWereOrdered(evidence, tally);
    return tally.verdict();
  }

  private static void oneMessagePerKey(Evidence evidence, Verdict.Tally tally) {
    Map<String, Integer> asked = new HashMap<>();
    Map<String, Set<Long>> made = new HashMap<>();
    for (Call call : evidence.calls())
      if (call.order() == Call.Order.SEND) asked.merge(call.phone(), 1, Integer::sum);
    for (Ordered order : evidence.orders())
      made.computeIfAbsent(order.phone(), _ -> new HashSet<>()).add(order.messageId());
    made.forEach((phone, ids) -> tally.that(ids.size() <= asked.getOrDefault(phone, 0),
        "more messages than keys: " + ids));
  }

  private static void oneOrderPerEvent(Evidence evidence, Verdict.Tally tally) {
    Map<Long, Integer> orders = new HashMap<>();
    for (Ordered order : evidence.orders())
      orders.merge(order.messageId(), 1, Integer::sum);
    evidence.changes().forEach((id, changes) -> {
      List<Integer> numbers = changes.stream().filter(change -> change.type() == StatusType.DISPATCHED)
          .map(Change::dispatch).toList();
      boolean inOrder = true;
      for (int i = 0; i < numbers.size(); i++)
        inOrder &= numbers.get(i) == i + 1;
      tally.that(inOrder && orders.getOrDefault(id, 0) == numbers.size(),
          "message " + id + ": dispatches " + numbers + " in the status, " + orders.getOrDefault(id, 0) + " ordered");
    });
  }

  private static void arrivalsWereOrdered(Evidence evidence, Verdict.Tally tally) {
    Map<Sent, Integer> ordered = new HashMap<>();
    for (Ordered order : evidence.orders())
      ordered.merge(new Sent(order.channel(), order.phone(), order.code()), 1, Integer::sum);
    Map<Sent, Integer> arrived = new HashMap<>();
    Map<String, Integer> more = new HashMap<>();
    for (Arrival arrival : evidence.arrivals())
      arrived.merge(new Sent(arrival.channel(), arrival.phone(), arrival.code()), 1, Integer::sum);
    arrived.forEach((sent, times) -> {
      int wanted = ordered.getOrDefault(sent, 0);
      tally.that(wanted > 0, "something arrived by " + sent.channel() + " that nobody ordered");
      if (times > wanted) {
        more.merge(sent.channel(), times - wanted, Integer::sum);
        tally.that(times - wanted <= killsBetween(evidence, sent),
            times + " arrivals by " + sent.channel() + " for " + wanted
                + " orders, and no worker was killed over them");
      }
    });
    more.forEach((channel, times) -> {
      long kills = kills(evidence, channel).count();
      tally.that(times <= kills,
          times + " arrivals by " + channel + " beyond orders, and " + kills + " workers killed");
    });
  }

  private static Stream<Landed> kills(Evidence evidence, String channel) {
    return evidence.faults().stream().filter(Landed::killed).filter(
        fault -> fault.role() != null && fault.role().isWorker() && fault.role().name().equalsIgnoreCase(channel));
  }

  /** How many workers of the channel died from shortly before the first arrival to the last. */
  private static long killsBetween(Evidence evidence, Sent sent) {
    var times = evidence.arrivals().stream()
        .filter(
            a -> a.channel().equals(sent.channel()) && a.phone().equals(sent.phone()) && a.code().equals(sent.code()))
        .mapToLong(Arrival::atMs).summaryStatistics();
    return kills(evidence, sent.channel())
        .filter(fault -> fault.atMs() >= times.getMin() - SLACK_MS && fault.atMs() <= times.getMax()).count();
  }

  /** How many messages arrived beyond what was ordered. */
  public static long duplicates(Evidence evidence) {
    Map<Sent, Integer> left = new HashMap<>();
    for (Ordered order : evidence.orders())
      left.merge(new Sent(order.channel(), order.phone(), order.code()), 1, Integer::sum);
    long duplicates = 0;
    for (Arrival arrival : evidence.arrivals())
      if (left.merge(new Sent(arrival.channel(), arrival.phone(), arrival.code()), -1, Integer::sum) < 0) duplicates++;
    return duplicates;
  }
}
