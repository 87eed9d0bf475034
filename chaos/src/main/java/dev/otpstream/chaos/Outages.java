package dev.otpstream.chaos;

import dev.otpstream.chaos.evidence.Landed;
import dev.otpstream.chaos.faults.Plans;
import dev.otpstream.chaos.load.Probe;
import dev.otpstream.chaos.processes.Role;
import dev.otpstream.chaos.report.Recoveries;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** How long guesses stayed unjudged after faults that no other one was close to. */
final class Outages {
  /** After a fault all is well again by then; before that another one would be measured with it. */
  private static final long CLOSE_MS = 8_000;

  private Outages() {}

  private record Kind(String fault, int standbys) {}

  static List<Recoveries> of(List<Landed> faults, Probe probe) {
    Map<Kind, List<Long>> took = new LinkedHashMap<>();
    int standbys = 0;
    for (Landed fault : faults) {
      if (fault.kind().equals(Plans.STANDBYS_ON)) standbys = 1;
      if (fault.role() == null || !matters(fault.role())) continue;
      if (fault.role() == Role.ENGINE && fault.killed() && fault.partitions() == 0) continue; // nobody asked it
      OptionalLong backMs = probe.backAfterMs(fault.atMs());
      if (backMs.isEmpty() || !isAlone(fault, faults, backMs.getAsLong())) continue;
      took.computeIfAbsent(new Kind(fault.kind(), standbys), _ -> new ArrayList<>()).add(backMs.getAsLong());
    }
    return took.entrySet().stream()
        .map(kind -> Recoveries.of(kind.getKey().fault(), kind.getKey().standbys(), kind.getValue())).toList();
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
