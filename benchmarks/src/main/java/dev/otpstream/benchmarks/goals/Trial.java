package dev.otpstream.benchmarks.goals;

import java.util.ArrayList;
import java.util.List;

/**
 * A command that is run to measure goals.
 *
 * @param name      of its own among all
 * @param arguments what follows {@code otp bench}
 * @param quick     the same with less of everything, for a look
 * @param warm      whether it is a load on a platform that others have warmed up, and draws its latencies
 * @param once      whether one run is enough, however many are asked for: it takes very long, or no goal depends on it
 */
record Trial(String name, List<String> arguments, List<String> quick, boolean warm, boolean once) {
  private static final List<String> LOAD = List.of("--seconds", "10", "--warmup", "10");
  /** Each code has to be sent before it can be verified. */
  private static final List<String> VERIFY_LOAD = List.of("--seconds", "10", "--warmup", "10", "--ceiling-codes",
      "40000");
  private static final List<String> QUICK_LOAD = List.of("--seconds", "4", "--warmup", "4", "--raw-seconds", "2",
      "--ceiling-codes", "10000");

  /**
   * In the order in which they are run. What leaves codes that nobody verifies comes last: they expire five minutes later.
   */
  static final List<Trial> ALL = List.of(load("lifecycle-max", "lifecycle", "--rate", "max"),
      load("lifecycle-telegram-max", "lifecycle", "--rate", "max", "--channels", "telegram").onlyOnce(),
      load("lifecycle-500", "lifecycle", "--rate", "500"),
      new Trial("verify-2000", joined(List.of("verify", "--rate", "2000"), VERIFY_LOAD),
          joined(List.of("verify", "--rate", "2000"), QUICK_LOAD), true, false),
      load("status-poll-max", "status-poll", "--rate", "max").onlyOnce(),
      new Trial("verify-max", joined(List.of("verify", "--rate", "max"), VERIFY_LOAD),
          joined(List.of("verify", "--rate", "max"), QUICK_LOAD), true, false),
      load("batch-max", "batch", "--rate", "max"), load("send-max", "send", "--rate", "max"),
      load("mixed-1000", "mixed", "--rate", "1000").onlyOnce(), load("lifecycle-2000", "lifecycle", "--rate", "2000"),
      new Trial("start", List.of("start"), List.of("start"), false, false),
      new Trial("restore", List.of("restore", "--codes", "1000000"), List.of("restore", "--codes", "10000"), false,
          false),
      new Trial("restore-standby", List.of("restore", "--codes", "1000000", "--standby"),
          List.of("restore", "--codes", "10000", "--standby"), false, false),
      new Trial("expire", List.of("expire", "--codes", "1000000", "--seconds", "30", "--budget", "240"),
          List.of("expire", "--codes", "10000", "--seconds", "10", "--rate", "200", "--budget", "60"), false, false),
      growth("growth-size", List.of("--codes", "1000"), List.of("--codes", "1000", "--threads", "1,2", "--partitions",
          "6", "--brokers", "1")),
      growth("growth-codes", List.of("--codes", "1000,100000,1000000,5000000", "--threads", "1", "--partitions", "6",
          "--brokers", "1"),
          List.of("--codes", "1000,10000", "--threads", "1", "--partitions", "6", "--brokers", "1")));

  private static Trial load(String name, String... arguments) {
    return new Trial(name, joined(List.of(arguments), LOAD), joined(List.of(arguments), QUICK_LOAD), true, false);
  }

  private static Trial growth(String name, List<String> sizes, List<String> fewer) {
    return new Trial(name, joined(List.of("growth"), sizes),
        joined(joined(List.of("growth"), fewer), List.of("--seconds",
            "5", "--rate", "100")),
        false, true);
  }

  private Trial onlyOnce() {
    return new Trial(name, arguments, quick, warm, true);
  }

  /** Whether it draws curves. */
  boolean grows() {
    return arguments.getFirst().equals("growth");
  }

  private static List<String> joined(List<String> first, List<String> then) {
    var all = new ArrayList<>(first);
    all.addAll(then);
    return List.copyOf(all);
  }
}
