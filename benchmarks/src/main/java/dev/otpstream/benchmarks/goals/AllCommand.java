package dev.otpstream.benchmarks.goals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code otp bench all}. */
@Command(name = "all", mixinStandardHelpOptions = true, description = {
  "Measures every goal and writes the page of all figures. Takes hours; --quick takes minutes and is for a look.",
  "What was measured before and is not measured now stays on the page."})
public final class AllCommand implements Callable<Integer> {
  private static final String RESULTS = "results.json";
  private static final int WARM_SECONDS = 150;
  private static final int WARM_SECONDS_QUICK = 5;

  @Spec
  private CommandSpec command;

  @Option(names = "--runs", paramLabel = "N", defaultValue = "3", description = "Runs of each trial. Default: ${DEFAULT-VALUE}")
  private int runs;

  @Option(names = "--quick", description = "One short run of each, with little of everything.")
  private boolean quick;

  @Option(names = "--add", description = "Keep the runs of the same command on the same machine beside the new ones; what the code costs must not have changed.")
  private boolean add;

  @Option(names = "--only", paramLabel = "TRIAL", split = ",", description = "Only these, such as lifecycle-max,restore.")
  private List<String> only = new ArrayList<>();

  @Option(names = "--docs", paramLabel = "FOLDER", defaultValue = "docs", description = "Where benchmarks.md goes; its pictures go below. Default: ${DEFAULT-VALUE}")
  private Path docs;

  private final Set<String> begun = new HashSet<>();

  @Override public Integer call() {
    List<Trial> trials = chosen();
    Path pictures = docs.resolve("benchmarks");
    Results results = Results.in(pictures.resolve(RESULTS));
    add &= results.machine().equals(Machine.describe());
    results.machine(Machine.describe());
    boolean good = true;
    List<Trial> loads = trials.stream().filter(Trial::warm).toList();
    for (int number = 1; !loads.isEmpty() && number <= times(); number++)
      good &= runAll(loads, number, results, pictures);
    for (Trial trial : trials)
      if (!trial.warm()) good &= repeat(trial, results, pictures);
    write(docs.resolve("benchmarks.md"), Page.of(results, docs));
    return good ? 0 : 1;
  }

  private List<Trial> chosen() {
    List<String> names = Trial.ALL.stream().map(Trial::name).toList();
    if (!names.containsAll(only)) throw wrong("no such trial; there are " + String.join(", ", names));
    if (runs < 1) throw wrong("--runs is 1 or more");
    return Trial.ALL.stream().filter(trial -> only.isEmpty() || only.contains(trial.name())).toList();
  }

  private ParameterException wrong(String sentence) {
    return new ParameterException(command.commandLine(), sentence);
  }

  private boolean runAll(List<Trial> loads, int number, Results results, Path pictures) {
    boolean good = true;
    try (var platform = new WarmPlatform(quick ? WARM_SECONDS_QUICK : WARM_SECONDS)) {
      for (Trial trial : loads) {
        if (number > 1 && trial.once()) continue;
        System.err.println("== " + trial.name() + ", run " + number + " of " + times());
        good &= note(trial, platform.run(complete(trial, pictures)), results);
      }
    }
    return good;
  }

  private boolean repeat(Trial trial, Results results, Path pictures) {
    boolean good = true;
    int times = trial.once() ? 1 : times();
    for (int number = 1; number <= times; number++) {
      System.err.println("== " + trial.name() + ", run " + number + " of " + times);
      good &= note(trial, ChildBench.run(complete(trial, pictures)), results);
    }
    return good;
  }

  private boolean note(Trial trial, ChildBench run, Results results) {
    String command = "./otp bench " + String.join(" ", arguments(trial));
    if (begun.add(trial.name()) && !(add && results.command(trial.name()).equals(command)))
      results.begin(trial.name(), command);
    switch (run) {
      case ChildBench.Printed(ObjectNode json) -> results.add(trial.name(), json);
      case ChildBench.Failed(String why) -> results.addFailure(trial.name(), why);
    }
    return run instanceof ChildBench.Printed;
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
    if (trial.warm()) all.addAll(List.of("--svg", pictures.resolve("latency-" + trial.name() + ".svg").toString()));
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
