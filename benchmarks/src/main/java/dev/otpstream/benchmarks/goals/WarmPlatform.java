package dev.otpstream.benchmarks.goals;

import dev.otpstream.benchmarks.platform.OwnPlatform;
import dev.otpstream.benchmarks.platform.ProcessTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A platform on which several benchmarks are run, one after the other, when the JVM has compiled what is hot: on two
 * processors that takes minutes, in which it costs more than all else.
 */
final class WarmPlatform implements AutoCloseable {
  static final int WARM_SECONDS = 180;
  private static final int QUICK_SECONDS = 5;
  private static final String WARM_RATE = "200";

  private final OwnPlatform platform;

  private WarmPlatform(OwnPlatform platform) {
    this.platform = platform;
  }

  /**
   * Starts one and loads it.
   *
   * @param quick for a moment only
   */
  static WarmPlatform start(boolean quick) {
    var warm = new WarmPlatform(OwnPlatform.start(Map.of()));
    int seconds = quick ? QUICK_SECONDS : WARM_SECONDS;
    ChildBench _ = warm.run(List.of("lifecycle", "--rate", WARM_RATE, "--seconds", "1", "--warmup",
        Integer.toString(seconds - 1), "--raw-seconds", "0", "--json"));
    return warm;
  }

  /** Runs one benchmark on it. */
  ChildBench run(List<String> arguments) {
    var all = new ArrayList<>(arguments);
    all.addAll(List.of("--url", platform.url().toString(), "--simulators", platform.simulators().toString(), "--pid",
        ids(platform.processes()), "--simulators-pid", ids(platform.simulatorProcesses())));
    platform.ops().ifPresent(ops -> all.addAll(List.of("--ops", ops.toString())));
    platform.kafka().ifPresent(kafka -> all.addAll(List.of("--kafka", kafka)));
    return ChildBench.run(all, Map.of("OTP_ADMIN_TOKEN", platform.adminToken()));
  }

  private static String ids(ProcessTree processes) {
    return processes.roots().map(root -> Long.toString(root.pid())).collect(Collectors.joining(","));
  }

  @Override public void close() {
    platform.close();
  }
}
