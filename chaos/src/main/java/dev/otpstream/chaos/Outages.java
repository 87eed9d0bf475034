package dev.otpstream.chaos;

import dev.otpstream.chaos.evidence.Landed;
import dev.otpstream.chaos.load.Probe;
import dev.otpstream.chaos.processes.Role;
import dev.otpstream.chaos.report.Recoveries;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/** How long guesses stayed unjudged after faults that no other one was close to. */
final class Outages {
  /** After a fault all is well again by then; before that another one would be measured with it. */
  private static final long CLOSE_MS = 8_000;

  private Outages() {}

  static List<Recoveries> of(List<Landed> faults, Probe probe) {
    Map<String, List<Long>> took = new TreeMap<>();
    for (Landed fault : faults) {
      if (fault.role() == null || !matters(fault.role())) continue;
      OptionalLong backMs = probe.backAfterMs(fault.atMs());
      if (backMs.isEmpty() || !isAlone(fault, faults, backMs.getAsLong())) continue;
      took.computeIfAbsent(fault.kind(), _ -> new ArrayList<>()).add(backMs.getAsLong());
    }
    return took.entrySet().stream().map(kind -> Recoveries.of(kind.getKey(), 0, kind.getValue())).toList();
  }

  private static boolean isAlone(Landed fault, List<Landed> faults, long backMs) {
    return faults.stream().filter(other -> !other.equals(fault) && other.role() != null && matters(other.role()))
        .noneMatch(other -> other.atMs() >= fault.atMs() - CLOSE_MS && other.atMs() <= fault.atMs() + backMs);
  }

  /** Whether a guess passes there. */
  private static boolean matters(Role role) {
    return role == Role.ENGINE || role == Role.INGRESS || role == Role.BROKER;
  }
}
