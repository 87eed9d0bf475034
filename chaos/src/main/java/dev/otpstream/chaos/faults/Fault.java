package dev.otpstream.chaos.faults;

import dev.otpstream.chaos.load.Hooks;
import dev.otpstream.chaos.processes.Role;
import dev.otpstream.chaos.processes.Seat;
import dev.otpstream.chaos.processes.Wait;
import dev.otpstream.kit.CrashPoint;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/** Something bad that happens to the platform, with its repair. */
public sealed interface Fault {
  /** Does it and sees to its repair; returns before that, unless the fault is a sequence of steps. */
  void land(Scene scene);

  /** kill -9 of one process of a kind; a supervisor starts it again within moments. */
  record Kill(Role role) implements Fault {
    private static final Duration AWAY_MAX = Duration.ofMillis(1_500);

    @Override public void land(Scene scene) {
      scene.oneOf(role).ifPresent(seat -> scene.kill(role.word() + " killed", seat,
          scene.between(Duration.ZERO, AWAY_MAX)));
    }
  }

  /** kill -9 of an engine at a moment when it is inside a transaction. */
  record KillInsideTransaction() implements Fault {
    @Override public void land(Scene scene) {
      scene.oneOf(Role.ENGINE).ifPresent(seat -> {
        scene.dies("engine killed, aimed", seat, true);
        seat.start();
      });
    }
  }

  /** kill -9 of an engine that stays away until another one has taken over. */
  record KillForLong() implements Fault {
    private static final Duration AWAY = Duration.ofSeconds(14);

    @Override public void land(Scene scene) {
      scene.oneOf(Role.ENGINE).ifPresent(seat -> scene.kill("engine killed, stays away", seat, AWAY));
    }
  }

  /** SIGTERM and a new start. */
  record CleanRestart(Role role) implements Fault {
    @Override public void land(Scene scene) {
      scene.oneOf(role).ifPresent(seat -> {
        scene.landed(role.word() + " restarted", role, seat.name());
        seat.stop();
        seat.start();
      });
    }
  }

  /** SIGSTOP for longer than anybody waits for it, then SIGCONT: it does not know that others have taken over. */
  record Freeze(Role role, Duration span) implements Fault {
    @Override public void land(Scene scene) {
      scene.oneOf(role).ifPresent(seat -> {
        scene.landed(role.word() + " frozen", role, seat.name());
        seat.freeze();
        scene.later(span, seat::thaw);
      });
    }
  }

  /** The schema registry dies and stays away. */
  record RegistryAway(Duration span) implements Fault {
    @Override public void land(Scene scene) {
      scene.oneOf(Role.REGISTRY).ifPresent(seat -> scene.kill("registry away", seat, span));
    }
  }

  /** A provider misbehaves for a while. */
  record ProviderTrouble(String provider, String mood, Duration span) implements Fault {
    @Override public void land(Scene scene) {
      scene.landed("provider " + mood, null, provider);
      Providers.be(scene.site().simulators(), provider, mood);
      scene.later(span, () -> Providers.well(scene.site().simulators(), provider));
    }
  }

  /** The callers' hooks do not take what they are told. */
  record HookTrouble(Hooks.Mood mood, Duration span) implements Fault {
    @Override public void land(Scene scene) {
      scene.landed("hooks: " + mood.name().toLowerCase(Locale.ROOT).replace('_', ' '), null, "hooks");
      scene.hooks().be(mood);
      scene.later(span, () -> scene.hooks().be(Hooks.Mood.TAKES));
    }
  }

  /** Records that nobody can read, on topics that services read. */
  record Poison() implements Fault {
    @Override public void land(Scene scene) {
      scene.landed("poison", null, "topics");
      scene.poisoner().write(scene.random());
    }
  }

  /** An engine's state folder is gone when it comes back. */
  record StateDeleted() implements Fault {
    @Override public void land(Scene scene) {
      scene.oneOf(Role.ENGINE).ifPresent(seat -> {
        scene.dies("engine killed, state deleted", seat, false);
        Folders.delete(seat.stateFolder());
        seat.start();
      });
    }
  }

  /** A file of an engine's stores is cut in half while it is stopped. */
  record StateCut() implements Fault {
    @Override public void land(Scene scene) {
      scene.oneOf(Role.ENGINE).ifPresent(seat -> {
        scene.landed("engine stopped, state file cut", Role.ENGINE, seat.name());
        seat.stop();
        Folders.cutOne(seat.stateFolder(), scene.random());
        seat.start();
      });
    }
  }

  /** One process after the other is stopped and started again, each once the one before serves. */
  record RollingRestart(String kind, Consumer<Seat> change, Set<Role> roles) implements Fault {
    private static final Duration READY_LIMIT = Duration.ofMinutes(1);

    @Override public void land(Scene scene) {
      scene.landed(kind, null, "services");
      for (Seat seat : scene.site().seats()) {
        if (!roles.contains(seat.role()) || !seat.isRunning()) continue;
        seat.stop();
        change.accept(seat);
        seat.start();
        Wait.until(READY_LIMIT, seat::isReady);
      }
    }
  }

  /** One more for a while, then one less. */
  record ScaleUp(Role role, Duration span) implements Fault {
    @Override public void land(Scene scene) {
      Seat seat = scene.site().spare(role);
      scene.landed(role.word() + " added", role, seat.name());
      seat.start();
      scene.later(span, () -> {
        scene.landed(role.word() + " taken away", role, seat.name());
        seat.stop();
      });
    }
  }

  /**
   * kill -9 of an engine that decides for partitions, while all else is well and stays so: how long are they away? It does
   * not come back before they must have been taken over.
   */
  record Takeover() implements Fault {
    static final String KIND = "engine killed, measured";
    private static final Duration QUIET_LIMIT = Duration.ofSeconds(60);
    /** In which others catch up, too, and copies of state. */
    private static final Duration BEFORE = Duration.ofSeconds(10);
    private static final Duration AWAY = Duration.ofSeconds(20);
    private static final Duration READY_LIMIT = Duration.ofMinutes(1);

    @Override public void land(Scene scene) {
      if (!Wait.until(QUIET_LIMIT, scene::isQuiet)) return;
      Wait.pause(BEFORE);
      scene.engineAtWork().ifPresent(seat -> {
        scene.dies(KIND, seat, false);
        Wait.pause(AWAY);
        seat.start();
        Wait.until(READY_LIMIT, seat::isReady);
      });
    }
  }

  /**
   * A process comes back to end itself at a place in its code.
   *
   * @param patience  how long the next fault waits for that
   * @param whileAway what is done to its place before it comes back
   */
  record CrashAt(CrashPoint point, int nth, Role role, Duration patience, Consumer<Seat> whileAway) implements Fault {
    @Override public void land(Scene scene) {
      scene.oneOf(role).ifPresent(seat -> {
        scene.dies(role.word() + " killed", seat, false);
        whileAway.accept(seat);
        seat.crashesAt(point.word() + ":" + nth);
        seat.start();
        Wait.until(patience, () -> hasLanded(scene));
      });
    }

    private boolean hasLanded(Scene scene) {
      return scene.hasLanded(CrashPoints.kind(point));
    }

    /** The same, and the next fault waits until it has happened. */
    CrashAt patient(Duration limit) {
      return new CrashAt(point, nth, role, limit, whileAway);
    }
  }

  /** Crash points of several kinds of processes at once; one that is not reached has further chances. */
  record CrashTogether(List<CrashAt> faults) implements Fault {
    private static final int CHANCES_MORE = 3;

    @Override public void land(Scene scene) {
      try (var all = Executors.newVirtualThreadPerTaskExecutor()) {
        for (CrashAt fault : faults)
          all.execute(() -> {
            fault.land(scene);
            for (int more = 0; more < CHANCES_MORE && !fault.hasLanded(scene); more++)
              fault.land(scene);
          });
      }
    }
  }
}
