package dev.otpstream.chaos;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.otpstream.chaos.faults.CrashPoints;
import dev.otpstream.chaos.faults.Plans;
import dev.otpstream.chaos.report.Page;
import dev.otpstream.chaos.report.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.kafka.common.utils.Utils;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code otp chaos}. */
@Command(name = "otp chaos", mixinStandardHelpOptions = true, version = "otpstream 0.1.0", description = {
  "Runs the platform as real processes under load, kills, freezes and starves them by seed, and then checks every "
      + "promise against the topics, the phones, the hooks and the callers' own journals."}, footer = {"",
        "Exit codes: 0 every promise kept, 1 one was broken or could not be judged, 2 wrong usage."})
public final class Chaos implements Callable<Integer> {
  private static final Duration PAUSE_MIN = Duration.ofMillis(1_500);
  private static final Duration PAUSE_MAX = Duration.ofMillis(4_500);
  private static final Duration CRASH_POINTS_LIMIT = Duration.ofMinutes(12);

  @Option(names = "--seconds", paramLabel = "N", defaultValue = "180", description = "How long faults land. Default: ${DEFAULT-VALUE}")
  private int seconds;

  @Option(names = "--seed", paramLabel = "S", description = "The same faults in the same order. Default: one by chance")
  private Long seed;

  @Option(names = "--brokers", paramLabel = "1|3", defaultValue = "1", description = "How many brokers. Default: ${DEFAULT-VALUE}")
  private int brokers;

  @Option(names = "--people", paramLabel = "N", defaultValue = "10", description = "How many ask for a code each second. Default: ${DEFAULT-VALUE}")
  private double people;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the result as JSON, too.")
  private Path json;

  @Option(names = "--out", paramLabel = "DIR", description = "Write the page and the JSON object there, as seed-<S>.md and seed-<S>.json.")
  private Path out;

  @Option(names = "--keep", paramLabel = "DIR", description = "Keep topics, stores and logs there; it must be new or empty. Default: a temporary folder, which is deleted if every promise was kept, and named if not")
  private Path keep;

  @Option(names = "--old-home", paramLabel = "DIR", description = "A checkout of another version, built: services are upgraded from it and back on the way. Default: restarted one by one")
  private Path oldHome;

  @Option(names = "--crash-points", description = "Instead of faults by seed: every crash point that a run reaches, each once; ends when all are, at the latest after 12 minutes.")
  private boolean crashPoints;

  public static void main(String[] args) {
    System.setProperty("logback.configurationFile", "logback-chaos.xml"); // before anybody logs
    System.exit(new CommandLine(new Chaos()).execute(args));
  }

  private static String classPath(Path home) {
    Path lib = home.toAbsolutePath().resolve("standalone").resolve("target").resolve("lib");
    if (!Files.isDirectory(lib)) throw new IllegalArgumentException(lib + " is missing: build that checkout first");
    return lib.resolve("*").toString();
  }

  @Override public Integer call() throws IOException {
    Path folder = keep == null ? Files.createTempDirectory("otp-chaos-") : Files.createDirectories(keep);
    try (var there = Files.list(folder)) {
      if (there.findAny().isPresent()) throw new IllegalArgumentException(folder + " is not empty");
    }
    Result result = Run.of(settings(folder, seed == null ? System.currentTimeMillis() % 1_000_000 : seed));
    tell(result);
    List<String> missed = crashPoints
        ? CrashPoints.kinds().stream().filter(kind -> !result.faults().containsKey(kind)).toList()
        : List.of();
    missed.forEach(kind -> System.err.println("not reached: " + kind));
    boolean good = result.kept() && missed.isEmpty();
    if (good && keep == null) Utils.delete(folder.toFile());
    else
      System.err.println("kept in " + folder);
    return good ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }

  private Run.Settings settings(Path folder, long seeded) {
    if (crashPoints) {
      String name = "./otp chaos --crash-points --seed " + seeded + " --brokers " + brokers;
      return new Run.Settings(name, folder, seeded, brokers, people, Plans.crashPoints(), CRASH_POINTS_LIMIT,
          Duration.ofMillis(500), Duration.ofMillis(1_500));
    }
    String name = "./otp chaos --seconds %d --seed %d --brokers %d --people %s".formatted(seconds, seeded, brokers,
        people);
    Duration span = Duration.ofSeconds(seconds);
    return new Run.Settings(name, folder, seeded, brokers, people,
        Plans.mixed(seeded, span, Optional.ofNullable(oldHome).map(Chaos::classPath)), span, PAUSE_MIN, PAUSE_MAX);
  }

  private void tell(Result result) throws IOException {
    String page = Page.of(result);
    System.out.print(page);
    var writer = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    if (json != null) writer.writeValue(json.toFile(), result);
    if (out == null) return;
    Files.createDirectories(out);
    Files.writeString(out.resolve("seed-" + result.seed() + ".md"), page);
    writer.writeValue(out.resolve("seed-" + result.seed() + ".json").toFile(), result);
  }
}
