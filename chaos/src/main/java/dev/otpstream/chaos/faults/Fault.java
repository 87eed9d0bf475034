package dev.otpstream.chaos.faults;

import dev.otpstream.chaos.processes.Role;
import java.time.Duration;

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
}
