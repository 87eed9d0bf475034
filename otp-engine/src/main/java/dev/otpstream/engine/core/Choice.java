package dev.otpstream.engine.core;

import dev.otpstream.engine.core.health.Health;
import java.util.ArrayList;
import java.util.List;

/**
 * Which channel of a route has its turn, and why.
 *
 * @param skipped failing channels that would have been next, and were passed over
 */
public record Choice(Why why, List<String> skipped) {
  /** Why a channel has its turn. */
  public enum Why {
    /** The route has no other. */
    ONLY,
    /** It is the first of the route. */
    FIRST,
    /** It is the next of the route. */
    NEXT,
    /** Those before it are failing. */
    INSTEAD,
    /** It was failing: one message tries whether it is back. */
    PROBE,
    /** It is failing, but so are all that are left: nobody is refused a try because of health alone. */
    ANYWAY
  }

  /**
   * A choice with what follows from it.
   *
   * @param left the channels that are left, the chosen one first; those passed over are still there, after it
   */
  record Made(Choice choice, List<RouteStep> left) {}

  public Choice {
    skipped = List.copyOf(skipped);
  }

  /**
   * Chooses.
   *
   * @param left  the channels that were not tried yet, in the order of the route; at least one
   * @param first whether none was tried yet
   */
  static Made of(List<RouteStep> left, boolean first, long messageId, Health health) {
    if (first && left.size() == 1) return asItStands(Why.ONLY, left);
    String head = left.getFirst().channel();
    if (!health.isFailing(head)) return asItStands(first ? Why.FIRST : Why.NEXT, left);
    int well = firstWell(left, health);
    if (well < 0) return asItStands(Why.ANYWAY, left);
    // Who has waited for one channel in vain shall not wait for a probe.
    if (first && health.probes(messageId)) return asItStands(Why.PROBE, left);
    var order = new ArrayList<>(left);
    order.addFirst(order.remove(well));
    return new Made(new Choice(Why.INSTEAD, left.subList(0, well).stream().map(RouteStep::channel).toList()), order);
  }

  private static Made asItStands(Why why, List<RouteStep> left) {
    return new Made(new Choice(why, List.of()), left);
  }

  private static int firstWell(List<RouteStep> left, Health health) {
    for (int i = 0; i < left.size(); i++)
      if (!health.isFailing(left.get(i).channel())) return i;
    return -1;
  }
}
