package dev.otpstream.chaos.faults;

import dev.otpstream.chaos.processes.Role;
import dev.otpstream.chaos.processes.Seat;
import dev.otpstream.kit.CrashPoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Which process is to end itself at which {@link CrashPoint}. */
public final class CrashPoints {
  /** Timers are rare. */
  private static final int NTH_TIMER = 2;
  /** Late enough that work is in flight, early enough to be reached within seconds. */
  private static final int NTH = 7;
  private static final List<Fault.CrashAt> FAULTS = all();

  private CrashPoints() {}

  static List<Fault.CrashAt> faults() {
    return FAULTS;
  }

  /** How a process that ended there is written down, however often it had passed before. */
  static String kind(CrashPoint point) {
    return kind(point.word());
  }

  static String kind(String armed) {
    return "crash point " + armed.replaceFirst(":.*", "");
  }

  /**
   * The points that a site passes without another fault, as they are written down: it has no bots, and its providers
   * turn nobody away.
   */
  public static List<String> kinds() {
    return FAULTS.stream().map(fault -> kind(fault.point())).toList();
  }

  private static List<Fault.CrashAt> all() {
    var faults = new ArrayList<Fault.CrashAt>();
    for (CrashPoint point : CrashPoint.values())
      place(point).ifPresent(fault -> faults.add(fault));
    return List.copyOf(faults);
  }

  private static Optional<Fault.CrashAt> place(CrashPoint point) {
    return switch (point) {
      case ENGINE_TOOK, ENGINE_DECIDED, ENGINE_KEPT, ENGINE_REMEMBERED, ENGINE_HANDLED, STREAMS_FLUSHED,
          STREAMS_BEFORE_COMMIT, STREAMS_AFTER_COMMIT ->
        at(point, NTH, Role.ENGINE);
      case ENGINE_TIMER_DUE, ENGINE_TIMERS_FIRED -> at(point, NTH_TIMER, Role.ENGINE);
      // Passed once a store and start, if there is something to restore.
      case STREAMS_RESTORING, STREAMS_RESTORED ->
        at(point, 1, Role.ENGINE, seat -> Folders.delete(seat.stateFolder()));
      case INGRESS_CHANGE_STORED -> at(point, 1, Role.INGRESS);
      case INGRESS_BEFORE_COMMAND, INGRESS_COMMAND_STORED, INGRESS_REPLY_READ, INGRESS_BEFORE_ANSWER ->
        at(point, NTH, Role.INGRESS);
      case WORKER_TOOK, WORKER_BEFORE_CLAIM, WORKER_BEFORE_PROVIDER, WORKER_AFTER_PROVIDER, WORKER_RESULT_STORED,
          TELEGRAM_PERMITTED,
          RECEIPT_TOOK, RECEIPT_STORED, CONSUMER_BEFORE_ACKNOWLEDGE, CONSUMER_ACKNOWLEDGED ->
        at(point, NTH, Role.TELEGRAM);
      case SMS_BETWEEN_PARTS -> at(point, 1, Role.SMS);
      case HOOKS_ORDERED, HOOKS_SETTLED, HOOKS_TOOK, HOOKS_BEFORE_CALL, HOOKS_AFTER_CALL, HOOKS_RESULT_STORED ->
        at(point, NTH, Role.WEBHOOKS);
      case WORKER_BEFORE_RELEASE, BOT_HEARD, BOT_STORED, BOT_BEFORE_MARK, BOT_SAID -> Optional.empty();
    };
  }

  private static Optional<Fault.CrashAt> at(CrashPoint point, int nth, Role role) {
    return at(point, nth, role, _ -> {});
  }

  private static Optional<Fault.CrashAt> at(CrashPoint point, int nth, Role role, Consumer<Seat> whileAway) {
    return Optional.of(new Fault.CrashAt(point, nth, role, Duration.ZERO, whileAway));
  }
}
