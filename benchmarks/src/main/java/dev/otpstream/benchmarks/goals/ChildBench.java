package dev.otpstream.benchmarks.goals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs one benchmark as a process of its own, as if a user had typed it. */
sealed interface ChildBench {
  String BENCH = "dev.otpstream.benchmarks.Bench";

  /** It printed its object; there may have been errors, which the object tells. */
  record Printed(ObjectNode json) implements ChildBench {}

  /** It printed none. */
  record Failed(String why) implements ChildBench {}

  static ChildBench run(List<String> arguments) {
    return run(arguments, Map.of());
  }

  /** @param environment beside our own */
  static ChildBench run(List<String> arguments, Map<String, String> environment) {
    var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), BENCH));
    command.addAll(arguments);
    try {
      var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
      builder.environment().putAll(environment);
      Process process = builder.start();
      String last = "";
      try (BufferedReader lines = process.inputReader()) {
        for (String line = lines.readLine(); line != null; line = lines.readLine())
          last = line;
      }
      int exit = process.waitFor();
      return last.startsWith("{")
          ? new Printed(Results.json().readValue(last, ObjectNode.class))
          : new Failed("exit code " + exit);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
