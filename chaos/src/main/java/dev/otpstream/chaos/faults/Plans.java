package dev.otpstream.chaos.faults;

import dev.otpstream.chaos.load.Hooks.Mood;
import dev.otpstream.chaos.processes.Role;
import dev.otpstream.kit.CrashPoint;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** Which faults land, in which order. */
public final class Plans {
  /** From then on engines keep warm copies of each other's state. */
  public static final String STANDBYS_ON = "engines get standbys";
  private static final String THIS_BUILD = System.getProperty("java.class.path");

  private static final Set<Role> SERVICES = Set.of(Role.ENGINE, Role.INGRESS, Role.TELEGRAM, Role.SMS, Role.WEBHOOKS);

  private Plans() {}

  private static final Duration SHORT = Duration.ofSeconds(4);
  /** Longer than engines' sessions and transactions last. */
  private static final Duration PAST_SESSIONS = Duration.ofSeconds(9);
  /** Longer than workers' sessions last. */
  private static final Duration PAST_WORKERS_SESSIONS = Duration.ofSeconds(13);
  /** From the start of a process to a place in its code, on a busy machine. */
  private static final Duration UNTIL_REACHED = Duration.ofSeconds(90);
  /** An engine whose place was taken meanwhile gets none back before the other one is killed, too. */
  private static final Duration UNTIL_ENGINE_REACHED = Duration.ofSeconds(15);
  private static final Duration A_WHILE = Duration.ofSeconds(15);

  /** What a build can afford: a dozen killed engines, and one of everything else that dies. */
  public static Iterator<Fault> brief(long seed) {
    var faults = new ArrayList<Fault>();
    for (int i = 0; i < 6; i++)
      faults.add(new Fault.KillInsideTransaction());
    for (int i = 0; i < 3; i++)
      faults.add(new Fault.Kill(Role.ENGINE));
    faults.addAll(List.of(new Fault.Kill(Role.TELEGRAM), new Fault.Kill(Role.SMS), new Fault.Kill(Role.INGRESS),
        new Fault.Kill(Role.WEBHOOKS), new Fault.Kill(Role.BROKER), new Fault.Poison(),
        new Fault.CrashAt(CrashPoint.STREAMS_BEFORE_COMMIT, 20, Role.ENGINE, SHORT, _ -> {}),
        new Fault.CrashAt(CrashPoint.ENGINE_KEPT, 20, Role.ENGINE, SHORT, _ -> {}),
        new Fault.CrashAt(CrashPoint.WORKER_AFTER_PROVIDER, 5, Role.TELEGRAM, SHORT, _ -> {})));
    Collections.shuffle(faults, new Random(seed));
    return faults.iterator();
  }

  /** Every crash point that a site can reach, each once: those of each kind of process in turn, of all kinds at once. */
  public static Iterator<Fault> crashPoints() {
    var rounds = new ArrayList<List<Fault.CrashAt>>();
    var next = new EnumMap<Role, Integer>(Role.class);
    for (Fault.CrashAt fault : CrashPoints.faults()) {
      int round = next.merge(fault.role(), 1, Integer::sum) - 1;
      if (round == rounds.size()) rounds.add(new ArrayList<>());
      rounds.get(round).add(fault.patient(fault.role() == Role.ENGINE ? UNTIL_ENGINE_REACHED : UNTIL_REACHED));
    }
    return Stream.concat(Stream.of(new Fault.Poison()), rounds.stream().<Fault>map(Fault.CrashTogether::new))
        .iterator();
  }

  /**
   * Endless, by chance: mostly kills, and everything else now and then. In between, a take-over is measured, half of the
   * times with warm standbys, and all services are restarted one by one:
   * with another build after three tenths of the span, engines with warm standbys after half of it, and with this build
   * again after seven tenths.
   *
   * @param otherBuild the class path of another build; empty: the same again
   */
  public static Iterator<Fault> mixed(long seed, Duration span, Optional<String> otherBuild) {
    var random = new Random(seed);
    var turns = new ArrayDeque<>(List.of(new Turn(span.dividedBy(10), new Fault.Poison()),
        new Turn(span.multipliedBy(2).dividedBy(10), new Fault.Takeover()),
        new Turn(span.multipliedBy(3).dividedBy(10), rolling("rolling restart", otherBuild.orElse(THIS_BUILD))),
        new Turn(span.multipliedBy(4).dividedBy(10), new Fault.Takeover()),
        new Turn(span.multipliedBy(5).dividedBy(10), new Fault.RollingRestart(STANDBYS_ON,
            seat -> seat.set("OTP_ENGINE_STANDBYS", "1"), Set.of(Role.ENGINE))),
        new Turn(span.multipliedBy(6).dividedBy(10), new Fault.Takeover()),
        new Turn(span.multipliedBy(7).dividedBy(10), rolling("rolling restart, back", THIS_BUILD)),
        new Turn(span.multipliedBy(8).dividedBy(10), new Fault.Takeover()),
        new Turn(span.multipliedBy(9).dividedBy(10), new Fault.Takeover())));
    var begunNs = new AtomicLong(); // with the first fault, since the platform takes its time to start
    return Stream.generate(() -> {
      begunNs.compareAndSet(0, System.nanoTime());
      boolean isTurn = !turns.isEmpty() && System.nanoTime() - begunNs.get() >= turns.peek().after().toNanos();
      return isTurn ? turns.poll().fault() : any(random);
    }).iterator();
  }

  /** A fault that has its time. */
  private record Turn(Duration after, Fault fault) {}

  private static Fault rolling(String kind, String classPath) {
    return new Fault.RollingRestart(kind, seat -> seat.runs(classPath), SERVICES);
  }

  private static Fault any(Random random) {
    int drawn = random.nextInt(100);
    if (drawn < 14) return new Fault.KillInsideTransaction();
    if (drawn < 22) return new Fault.Kill(Role.ENGINE);
    if (drawn < 25) return new Fault.KillForLong();
    if (drawn < 34) return new Fault.Kill(Role.TELEGRAM);
    if (drawn < 41) return new Fault.Kill(Role.SMS);
    if (drawn < 49) return new Fault.Kill(Role.INGRESS);
    if (drawn < 54) return new Fault.Kill(Role.WEBHOOKS);
    if (drawn < 57) return new Fault.Kill(Role.BROKER);
    if (drawn < 69) return CrashPoints.faults().get(random.nextInt(CrashPoints.faults().size()));
    if (drawn < 85) return trouble(random);
    return rare(random);
  }

  private static Fault trouble(Random random) {
    if (random.nextInt(4) == 0) {
      Mood[] moods = {Mood.FAILS, Mood.SLOWS, Mood.HANGS_UP};
      return new Fault.HookTrouble(moods[random.nextInt(moods.length)], A_WHILE);
    }
    List<String> moods = Providers.moods();
    return new Fault.ProviderTrouble(Providers.ALL.get(random.nextInt(Providers.ALL.size())),
        moods.get(random.nextInt(moods.size())), A_WHILE);
  }

  private static Fault rare(Random random) {
    return switch (random.nextInt(12)) {
      case 0 -> new Fault.Freeze(Role.ENGINE, PAST_SESSIONS);
      case 1 -> new Fault.Freeze(Role.TELEGRAM, PAST_WORKERS_SESSIONS);
      case 2 -> new Fault.Freeze(Role.BROKER, SHORT);
      case 3 -> new Fault.Freeze(Role.INGRESS, SHORT);
      case 4 -> new Fault.CleanRestart(Role.BROKER);
      case 5 -> new Fault.CleanRestart(Role.ENGINE);
      case 6 -> new Fault.RegistryAway(A_WHILE);
      case 7 -> new Fault.Poison();
      case 8 -> new Fault.StateDeleted();
      case 9 -> new Fault.StateCut();
      case 10 -> new Fault.ScaleUp(Role.ENGINE, A_WHILE.multipliedBy(2));
      default -> new Fault.ScaleUp(random.nextBoolean() ? Role.TELEGRAM : Role.SMS, A_WHILE);
    };
  }
}
