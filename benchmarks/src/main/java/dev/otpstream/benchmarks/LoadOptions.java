package dev.otpstream.benchmarks;

import dev.otpstream.benchmarks.load.Pace;
import dev.otpstream.benchmarks.load.Plan;
import dev.otpstream.benchmarks.platform.JsonApi;
import dev.otpstream.benchmarks.platform.OwnPlatform;
import dev.otpstream.benchmarks.platform.Platform;
import dev.otpstream.benchmarks.platform.ProcessTree;
import dev.otpstream.benchmarks.platform.RunningPlatform;
import dev.otpstream.benchmarks.run.PaceReader;
import dev.otpstream.benchmarks.run.Settings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that all scenarios have. */
final class LoadOptions {
  /**
   * How many starts without an end there may be.
   *
   * @param saturated when the ceiling is looked for: enough to keep everything at work
   * @param open      in an open loop before it falls behind: more than any healthy system lets gather
   */
  record InFlight(int saturated, int open) {
    private static final int OPEN_LOOP_CALLS = 2_000;

    /** For scenarios whose starts are single calls. */
    static InFlight ofCalls(int saturated) {
      return new InFlight(saturated, OPEN_LOOP_CALLS);
    }
  }

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(names = "--rate", paramLabel = "N|max", defaultValue = "1000", converter = PaceReader.class, description = "Operations a second, started on time whether or not answers come; or max: as many as go. "
      + "Default: ${DEFAULT-VALUE}")
  Pace pace;

  @Option(names = "--seconds", paramLabel = "S", defaultValue = "10", description = "How long to measure. Default: ${DEFAULT-VALUE}")
  int seconds;

  @Option(names = "--warmup", paramLabel = "S", defaultValue = "10", description = "How long to load before that, at the same rate. Default: ${DEFAULT-VALUE}")
  int warmup;

  @Option(names = "--in-flight", paramLabel = "N", description = "Most operations without an end; with max, what is in flight when the ceiling is looked for. Default: what suits the scenario")
  private Integer inFlight;

  @Option(names = "--ceiling-codes", paramLabel = "N", defaultValue = "100000", description = "With max: codes to prepare for the search for the ceiling, where operations need codes; it ends when they do. Default: ${DEFAULT-VALUE}")
  private int ceilingCodes;

  @Option(names = "--timeout", paramLabel = "S", defaultValue = "10", description = "When a call counts as unanswered. Default: ${DEFAULT-VALUE}")
  private int timeout;

  @Option(names = "--errors-max", paramLabel = "SHARE", defaultValue = "0.01", description = "Exit with 1 if more than this share of operations fails. Default: ${DEFAULT-VALUE}")
  double errorsMax;

  @Option(names = "--raw-seconds", paramLabel = "S", defaultValue = "4", description = "How long to measure the raw limit of the same brokers; 0: not at all. Default: ${DEFAULT-VALUE}")
  int rawSeconds;

  @Option(names = "--json", description = "Print one JSON object instead of the table.")
  boolean json;

  @Option(names = "--svg", paramLabel = "FILE", description = "Draw the latencies into a file.")
  Path svg;

  @Option(names = "--url", paramLabel = "URL", description = "Load a running platform instead of starting one.")
  private URI url;

  @Option(names = "--admin-token", paramLabel = "T", defaultValue = "${OTP_ADMIN_TOKEN}", description = "Its admin token; better as OTP_ADMIN_TOKEN in the environment.")
  private String adminToken;

  @Option(names = "--simulators", paramLabel = "URL", description = "The control API of its simulated providers; required, since a load must not reach real people.")
  private URI simulators;

  @Option(names = "--ops", paramLabel = "URL", description = "Its health and metrics, for the heap.")
  private URI ops;

  @Option(names = "--kafka", paramLabel = "HOST:PORT", description = "Its brokers, for records per operation and the raw limit.")
  private String kafka;

  @Option(names = "--pid", paramLabel = "PID", split = ",", description = "Its processes on this machine, for their cost; children are found.")
  private List<Long> pids = new ArrayList<>();

  @Option(names = "--simulators-pid", paramLabel = "PID", split = ",", description = "The processes of its simulated providers, likewise.")
  private List<Long> simulatorPids = new ArrayList<>();

  /** @throws ParameterException if options do not go together */
  void check() {
    require(seconds >= 1 && seconds <= 86_400, "--seconds is 1 to 86400");
    require(warmup >= 0 && warmup <= 3_600, "--warmup is 0 to 3600");
    require(timeout >= 1 && timeout <= 600, "--timeout is 1 to 600");
    require(inFlight == null || (inFlight >= 1 && inFlight <= 20_000), "--in-flight is 1 to 20000");
    require(ceilingCodes >= 1 && ceilingCodes <= 2_000_000, "--ceiling-codes is 1 to 2000000");
    require(rawSeconds >= 0 && rawSeconds <= 60, "--raw-seconds is 0 to 60");
    require(url == null || (adminToken != null && !adminToken.isEmpty()), "--url wants --admin-token");
    require(url == null || (url.getHost() != null && "http".equals(url.getScheme())), "--url is http://host:port");
    require(url == null || simulators != null,
        "--url wants --simulators: a load must not reach real people through real providers");
    require(
        url != null
            || (simulators == null && ops == null && kafka == null && pids.isEmpty() && simulatorPids.isEmpty()),
        "--simulators, --ops, --kafka, --pid and --simulators-pid are of a running platform: name its --url");
  }

  void require(boolean held, String sentence) {
    if (!held) throw new ParameterException(command.commandLine(), sentence);
  }

  Settings settings(InFlight usual) {
    int most = inFlight != null ? inFlight : switch (pace) {
      case Pace.Fixed _ -> usual.open();
      case Pace.Saturated _ -> usual.saturated();
    };
    var patience = Duration.ofSeconds(timeout + 1);
    var plan = new Plan(pace, Duration.ofSeconds(warmup), Duration.ofSeconds(seconds), most, patience);
    return new Settings(plan, usual.open(), Duration.ofSeconds(timeout), Duration.ofSeconds(rawSeconds), ceilingCodes);
  }

  /** The platform to load; closing it ends what was started here. */
  Platform platform() {
    if (url == null) return OwnPlatform.start(Map.of());
    var _ = new JsonApi(simulators).text("/healthz");
    return new RunningPlatform(url, adminToken, simulators, Optional.ofNullable(ops),
        Optional.ofNullable(kafka), processes(pids), processes(simulatorPids));
  }

  private ProcessTree processes(List<Long> ids) {
    return new ProcessTree(ids.stream().map(this::process).toList());
  }

  private ProcessHandle process(long pid) {
    Optional<ProcessHandle> found = ProcessHandle.of(pid);
    require(found.isPresent(), "no process has the id " + pid);
    return found.orElseThrow();
  }
}
