package dev.otpstream.benchmarks;

import java.util.List;

/** Reads a command line without running it. */
public final class BenchLine {
  private BenchLine() {}

  /** @throws picocli.CommandLine.ParameterException if it is not understood */
  public static void parse(List<String> arguments) {
    Bench.commandLine().parseArgs(arguments.toArray(String[]::new));
  }
}
