package dev.otpstream.kit;

import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The places where a test may have a process end at once, as a power cut would: between any two steps whose order
 * matters. {@code OTP_CRASH_AT=<name>[:<nth>]} arms one of them, by its name in lower case with hyphens, for its nth
 * passage (the first, if not said); the process then exits with {@link #EXIT_STATUS}. Without it, passing one costs
 * nothing. Thread-safe.
 */
public enum CrashPoint {
  /** The engine has a record, and has not looked at it. */
  ENGINE_TOOK,
  /** The rules have decided; nothing of it is stored. */
  ENGINE_DECIDED,
  /** The new state is stored; what follows from it is not sent. */
  ENGINE_KEPT,
  /** The answer is remembered for its idempotency key, and not sent. */
  ENGINE_REMEMBERED,
  /** All that a record led to is in the transaction. */
  ENGINE_HANDLED,
  /** A timer is taken from the store; what it points to was not looked at. */
  ENGINE_TIMER_DUE,
  /** Timers have fired; the transaction is open. */
  ENGINE_TIMERS_FIRED,
  /** A topology's records are flushed; its offsets are not in the transaction. */
  STREAMS_FLUSHED,
  /** Records and offsets are in the transaction; it is not committed. */
  STREAMS_BEFORE_COMMIT,
  /** The transaction is committed; nobody was told. */
  STREAMS_AFTER_COMMIT,
  /** A store is restored in part. */
  STREAMS_RESTORING,
  /** A store is restored; nothing was processed on it. */
  STREAMS_RESTORED,
  /** A call is understood; its command is not produced. */
  INGRESS_BEFORE_COMMAND,
  /** Kafka has the command; its caller waits. */
  INGRESS_COMMAND_STORED,
  /** The reply is read; its caller does not have it. */
  INGRESS_REPLY_READ,
  /** The answer is made; nothing of it is written. */
  INGRESS_BEFORE_ANSWER,
  /** Kafka has a change of an account or a template; who made it was not told. */
  INGRESS_CHANGE_STORED,
  /** A worker has a record, and has not looked at it. */
  WORKER_TOOK,
  /** All is ready; nothing is claimed, and the provider was not called. */
  WORKER_BEFORE_CLAIM,
  /** Kafka has the claim; the provider was not called. */
  WORKER_BEFORE_PROVIDER,
  /** The provider has answered; nobody else knows. */
  WORKER_AFTER_PROVIDER,
  /** No provider took it; the claim still stands. */
  WORKER_BEFORE_RELEASE,
  /** Kafka has the outcome; the dispatch is not acknowledged. */
  WORKER_RESULT_STORED,
  /** The gateway gave a permission; the message was not sent under it. */
  TELEGRAM_PERMITTED,
  /** A part of a long SMS is out; the next one is not. */
  SMS_BETWEEN_PARTS,
  /** A provider's receipt is read; Kafka does not have it. */
  RECEIPT_TOOK,
  /** Kafka has the receipt; its provider was not told. */
  RECEIPT_STORED,
  /** A bot has heard updates; Kafka does not have them. */
  BOT_HEARD,
  /** Kafka has the updates; the mark where to listen on is not moved. */
  BOT_STORED,
  /** The mark is moved in memory, and not kept. */
  BOT_BEFORE_MARK,
  /** A bot has said what was ordered; the order is not acknowledged. */
  BOT_SAID,
  /** Finished records are not yet acknowledged, by a worker, a bot or a caller of hooks. */
  CONSUMER_BEFORE_ACKNOWLEDGE,
  /** Finished records are acknowledged. */
  CONSUMER_ACKNOWLEDGED,
  /** A call to a hook is ordered; the transaction is open. */
  HOOKS_ORDERED,
  /** The outcome of a call is settled; the transaction is open. */
  HOOKS_SETTLED,
  /** A caller has an order, and has not looked at it. */
  HOOKS_TOOK,
  /** All is ready; the hook was not called. */
  HOOKS_BEFORE_CALL,
  /** The hook has answered; nobody else knows. */
  HOOKS_AFTER_CALL,
  /** Kafka has the outcome; the order is not acknowledged. */
  HOOKS_RESULT_STORED;

  /** What a process that ended at a crash point exits with. */
  public static final int EXIT_STATUS = 86;
  private static final String SETTING = "OTP_CRASH_AT";
  private static final Pattern FORM = Pattern.compile("([a-z-]{1,64})(?::([1-9][0-9]{0,8}))?");
  private static final Logger LOG = LoggerFactory.getLogger(CrashPoint.class);
  /** Read once, so that the compiler leaves out what is never armed. */
  private static final CrashPoint ARMED = read(System.getenv(SETTING)).map(Armed::point).orElse(null);
  private static final AtomicLong LEFT = new AtomicLong(
      read(System.getenv(SETTING)).map(Armed::nth).orElse(Long.MAX_VALUE));

  private record Armed(CrashPoint point, long nth) {}

  /** The process may end here, and nowhere between here and the next step. */
  public void pass() {
    if (ARMED == this && LEFT.decrementAndGet() == 0) Runtime.getRuntime().halt(EXIT_STATUS);
  }

  /** How the setting calls it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Warns of an armed point; one that does not exist is a problem of the settings. */
  static void check(Env env) {
    env.find(SETTING).ifPresent(setting -> read(setting).ifPresentOrElse(
        armed -> LOG.atWarn().addKeyValue("point", armed.point().word()).addKeyValue("nth", armed.nth())
            .log("this process will end itself: a crash point is armed"),
        () -> env.problem(SETTING + " is not like " + WORKER_AFTER_PROVIDER.word() + " or "
            + WORKER_AFTER_PROVIDER.word() + ":3")));
  }

  private static Optional<Armed> read(String setting) {
    if (setting == null) return Optional.empty();
    Matcher matcher = FORM.matcher(setting.strip());
    if (!matcher.matches()) return Optional.empty();
    long nth = matcher.group(2) == null ? 1 : Long.parseLong(matcher.group(2));
    for (CrashPoint point : values())
      if (point.word().equals(matcher.group(1))) return Optional.of(new Armed(point, nth));
    return Optional.empty();
  }
}
