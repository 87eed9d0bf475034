package dev.otpstream.chaos;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.otpstream.chaos.faults.Fault;
import dev.otpstream.chaos.faults.Plans;
import dev.otpstream.chaos.report.Page;
import dev.otpstream.chaos.report.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code otp chaos}. */
@Command(name = "otp chaos", mixinStandardHelpOptions = true, version = "otpstream 0.1.0", description = {
  "Runs the platform as real processes under load, kills, freezes and starves them by seed, and then checks every "
      + "promise against the topics, the phones, the hooks and the callers' own journals."}, footer = {"",
        "Exit codes: 0 every promise kept, 1 one was broken or could not be judged, 2 wrong usage."})
public final class Chaos implements Callable<Integer> {
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

  @Option(names = "--out", paramLabel = "DIR", description = "Keep topics, stores, logs and the page there; it must be new or empty. Default: a temporary folder, which is named at the end")
  private Path out;

  @Option(names = "--old-home", paramLabel = "DIR", description = "A checkout of another version, built: services are upgraded from it and back on the way. Default: restarted one by one")
  private Path oldHome;

  @Option(names = "--crash-points", description = "Instead of faults by seed: every crash point that a run reaches, each once.")
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
    Path folder = out == null ? Files.createTempDirectory("otp-chaos-") : Files.createDirectories(out);
    try (var there = Files.list(folder)) {
      if (there.findAny().isPresent()) throw new IllegalArgumentException(folder + " is not empty");
    }
    long seeded = seed == null ? System.currentTimeMillis() % 1_000_000 : seed;
    Duration span = Duration.ofSeconds(seconds);
    Iterator<Fault> faults = crashPoints
        ? Plans.crashPoints()
        : Plans.mixed(seeded, span, Optional.ofNullable(oldHome).map(Chaos::classPath));
    Result result = Run.of(new Run.Settings(folder.resolve("site"), seeded, brokers, people, faults, span,
        Duration.ofSeconds(2), Duration.ofSeconds(6)));
    String page = Page.of(result);
    System.out.print(page);
    System.err.println("kept in " + folder);
    Files.writeString(folder.resolve("page.md"), page);
    if (json != null)
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build().writeValue(json.toFile(),
          result);
    return result.kept() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }
}
