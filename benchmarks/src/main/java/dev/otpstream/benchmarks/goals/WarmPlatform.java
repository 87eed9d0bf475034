package dev.otpstream.benchmarks.goals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.otpstream.benchmarks.platform.OwnPlatform;
import dev.otpstream.benchmarks.platform.ProcessTree;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A platform on which several benchmarks are run, one after the other, when the JVM has compiled what is hot: on two
 * processors that takes minutes, in which it costs more than all else. Started with the first benchmark, and anew after
 * one that failed, since that may have broken it.
 */
final class WarmPlatform implements AutoCloseable {
  private static final String RATE = "250";

  private final int warmSeconds;
  private Optional<OwnPlatform> running = Optional.empty();

  /** @param warmSeconds how long it is loaded before the first benchmark */
  WarmPlatform(int warmSeconds) {
    this.warmSeconds = warmSeconds;
  }

  /** Runs one benchmark on it; what it printed says how long the platform was warmed up. */
  ChildBench run(List<String> arguments) {
    ChildBench run;
    try {
      run = load(started(), arguments);
    } catch (IllegalStateException | UncheckedIOException e) {
      run = new ChildBench.Failed("no warm platform: " + e.getMessage());
    }
    switch (run) {
      case ChildBench.Printed(ObjectNode json) -> json.put("warm_s", warmSeconds);
      case ChildBench.Failed _ -> close();
    }
    return run;
  }

  private OwnPlatform started() {
    if (running.isPresent()) return running.get();
    System.err.println("== warming up for " + warmSeconds + " s");
    OwnPlatform fresh = OwnPlatform.start(Map.of());
    running = Optional.of(fresh);
    ChildBench warmup = load(fresh, List.of("mixed", "--rate", RATE, "--seconds", "1", "--warmup",
        Integer.toString(warmSeconds - 1), "--raw-seconds", "0", "--json"));
    if (warmup instanceof ChildBench.Failed(String why)) throw new IllegalStateException(why);
    return fresh;
  }

  private static ChildBench load(OwnPlatform platform, List<String> arguments) {
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
    running.ifPresent(OwnPlatform::close);
    running = Optional.empty();
  }
}
