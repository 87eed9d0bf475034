package dev.otpstream.chaos.faults;

import dev.otpstream.chaos.processes.Role;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Which faults land, in which order. */
public final class Plans {
  private Plans() {}

  /** What a build can afford: a dozen killed engines, and one of everything else that dies. */
  public static Iterator<Fault> brief(long seed) {
    var faults = new ArrayList<Fault>();
    for (int i = 0; i < 7; i++)
      faults.add(new Fault.KillInsideTransaction());
    for (int i = 0; i < 4; i++)
      faults.add(new Fault.Kill(Role.ENGINE));
    faults.addAll(List.of(new Fault.Kill(Role.TELEGRAM), new Fault.Kill(Role.TELEGRAM), new Fault.Kill(Role.SMS),
        new Fault.Kill(Role.INGRESS), new Fault.Kill(Role.WEBHOOKS), new Fault.Kill(Role.BROKER)));
    Collections.shuffle(faults, new Random(seed));
    return faults.iterator();
  }

  /** Endless, by chance: mostly kills. */
  public static Iterator<Fault> mixed(long seed) {
    var random = new Random(seed);
    return Stream.generate(() -> any(random)).iterator();
  }

  private static Fault any(Random random) {
    int drawn = random.nextInt(100);
    if (drawn < 22) return new Fault.KillInsideTransaction();
    if (drawn < 36) return new Fault.Kill(Role.ENGINE);
    if (drawn < 40) return new Fault.KillForLong();
    if (drawn < 55) return new Fault.Kill(Role.TELEGRAM);
    if (drawn < 63) return new Fault.Kill(Role.SMS);
    if (drawn < 73) return new Fault.Kill(Role.INGRESS);
    if (drawn < 80) return new Fault.Kill(Role.WEBHOOKS);
    if (drawn < 84) return new Fault.Kill(Role.BROKER);
    if (drawn < 86) return new Fault.CleanRestart(Role.BROKER);
    if (drawn < 89) return new Fault.CleanRestart(Role.ENGINE);
    if (drawn < 91) return new Fault.CleanRestart(Role.INGRESS);
    return new Fault.CleanRestart(Role.TELEGRAM);
  }
}
