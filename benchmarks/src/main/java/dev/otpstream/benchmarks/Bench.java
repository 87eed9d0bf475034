package dev.otpstream.benchmarks;

import dev.otpstream.benchmarks.durability.ExpireCommand;
import dev.otpstream.benchmarks.durability.GrowthCommand;
import dev.otpstream.benchmarks.durability.RestoreCommand;
import dev.otpstream.benchmarks.goals.AllCommand;
import dev.otpstream.benchmarks.platform.NotBuilt;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code otp bench}: one load, one report. */
@Command(name = "otp bench", mixinStandardHelpOptions = true, version = "otpstream 0.1.0", synopsisSubcommandLabel = "SCENARIO", description = {
  "Puts a load on the platform and reports rate, latency and cost.",
  "Without --url it starts the whole platform as a process of its own, and ends it afterwards."}, commandListHeading = "%nScenarios:%n", subcommands = {
    SendCommand.class, VerifyCommand.class, BatchCommand.class, LifecycleCommand.class, MixedCommand.class,
    StatusPollCommand.class, RestoreCommand.class, ExpireCommand.class, StartCommand.class, GrowthCommand.class,
    AllCommand.class,
    CommandLine.HelpCommand.class}, footer = {"", "otp bench micro runs the JMH benchmarks of single pieces.",
      "Exit codes: 0 done, 1 failed or too many errors, 2 wrong usage, or nothing to load."})
public final class Bench {
  private static final int EXIT_FAILED = 1;

  private Bench() {}

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Bench()).setExecutionExceptionHandler(Bench::explain);
  }

  private static int explain(Exception problem, CommandLine command, CommandLine.ParseResult parsed) {
    command.getErr().println(command.getColorScheme().errorText(sentence(problem)));
    return problem instanceof NotBuilt ? CommandLine.ExitCode.USAGE : EXIT_FAILED;
  }

  private static String sentence(Throwable problem) {
    String message = problem.getMessage() == null ? problem.getClass().getSimpleName() : problem.getMessage();
    return problem.getCause() == null ? message : message + ": " + sentence(problem.getCause());
  }
}
