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
    boolean good = true;
    for (Trial trial : trials)
      good &= run(trial, results, pictures);
    write(docs.resolve("benchmarks.md"), Page.of(results, docs));
    return good ? 0 : 1;
  }

  private boolean run(Trial trial, Results results, Path pictures) {
    List<String> arguments = quick ? trial.quick() : trial.arguments();
    String command = "./otp bench " + String.join(" ", arguments);
    boolean more = add && results.command(trial.name()).equals(command);
    var printed = new ArrayList<JsonNode>(more ? results.runs(trial.name()) : List.of());
    var failures = new ArrayList<String>(more ? results.failures(trial.name()) : List.of());
    int failedBefore = failures.size();
    int times = quick || trial.once() ? 1 : runs;
    for (int number = 1; number <= times; number++) {
      System.err.println("== " + trial.name() + ", run " + number + " of " + times);
      switch (ChildBench.run(with(arguments, trial, pictures))) {
        case ChildBench.Printed(JsonNode json) -> printed.add(json);
        case ChildBench.Failed(String why) -> failures.add(why);
      }
      results.put(trial.name(), command, printed, failures);
    }
    return failures.size() == failedBefore;
  }

  private static List<String> with(List<String> arguments, Trial trial, Path pictures) {
    var all = new ArrayList<>(arguments);
    all.add("--json");
    if (trial.drawn()) all.addAll(List.of("--svg", pictures.resolve("latency-" + trial.name() + ".svg").toString()));
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
