package dev.otpstream.benchmarks.goals;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code otp bench all}. */
@Command(name = "all", mixinStandardHelpOptions = true, description = {
  "Measures every goal and writes the page of all figures. Takes hours; --quick takes minutes and is for a look.",
  "What was measured before and is not measured now stays on the page."})
public final class AllCommand implements Callable<Integer> {
  private static final String RESULTS = "results.json";

  @Option(names = "--runs", paramLabel = "N", defaultValue = "3", description = "Runs of each trial. Default: ${DEFAULT-VALUE}")
  private int runs;

  @Option(names = "--quick", description = "One short run of each, with little of everything.")
  private boolean quick;

  @Option(names = "--add", description = "Keep the runs of the same day and command beside the new ones; the code must not have changed.")
  private boolean add;

  @Option(names = "--only", paramLabel = "TRIAL", split = ",", description = "Only these, such as lifecycle-max,restore.")
  private List<String> only = new ArrayList<>();

  @Option(names = "--docs", paramLabel = "FOLDER", defaultValue = "docs", description = "Where benchmarks.md goes; its pictures go below. Default: ${DEFAULT-VALUE}")
  private Path docs;

  @Override public Integer call() {
    Path pictures = docs.resolve("benchmarks");
    List<Trial> trials = Trial.ALL.stream().filter(trial -> only.isEmpty() || only.contains(trial.name())).toList();
    if (trials.isEmpty())
      throw new IllegalArgumentException("no such trial; there are "
          + Trial.ALL.stream().map(Trial::name).toList());
    Results results = Results.in(pictures.resolve(RESULTS));
    add &= results.machine().equals(Machine.describe()); // of another day, or machine
    results.machine(Machine.describe());
    trials.forEach(trial -> begin(trial, results));
    List<Trial> loads = trials.stream().filter(Trial::load).toList();
    boolean good = true;
    for (int number = 1; !loads.isEmpty() && number <= times(); number++)
      good &= loadAll(loads, number, results, pictures);
    for (Trial trial : trials)
      if (!trial.load()) good &= repeat(trial, results, pictures);
    write(docs.resolve("benchmarks.md"), Page.of(results, docs));
    return good ? 0 : 1;
  }

  private void begin(Trial trial, Results results) {
    String command = "./otp bench " + String.join(" ", arguments(trial));
    if (!add || !results.command(trial.name()).equals(command)) results.begin(trial.name(), command);
  }

  private boolean loadAll(List<Trial> loads, int number, Results results, Path pictures) {
    boolean good = true;
    System.err.println("== warming up, run " + number + " of " + times());
    try (var platform = WarmPlatform.start(quick)) {
      for (Trial trial : loads) {
        System.err.println("== " + trial.name() + ", run " + number + " of " + times());
        good &= keep(trial, platform.run(complete(trial, pictures)), results);
      }
    }
    return good;
  }

  private boolean repeat(Trial trial, Results results, Path pictures) {
    boolean good = true;
    int times = trial.once() ? 1 : times();
    for (int number = 1; number <= times; number++) {
      System.err.println("== " + trial.name() + ", run " + number + " of " + times);
      good &= keep(trial, ChildBench.run(complete(trial, pictures)), results);
    }
    return good;
  }

  private static boolean keep(Trial trial, ChildBench run, Results results) {
    return switch (run) {
      case ChildBench.Printed(JsonNode json) -> {
        results.add(trial.name(), json);
        yield true;
      }
      case ChildBench.Failed(String why) -> {
        results.addFailure(trial.name(), why);
        yield false;
      }
    };
  }

  private int times() {
    return quick ? 1 : runs;
  }

  private List<String> arguments(Trial trial) {
    return quick ? trial.quick() : trial.arguments();
  }

  private List<String> complete(Trial trial, Path pictures) {
    var all = new ArrayList<>(arguments(trial));
    all.add("--json");
    if (trial.load()) all.addAll(List.of("--svg", pictures.resolve("latency-" + trial.name() + ".svg").toString()));
    if (trial.grows()) all.addAll(List.of("--pictures", pictures.toString()));
    return all;
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException("the page cannot be written", e);
    }
  }
}
