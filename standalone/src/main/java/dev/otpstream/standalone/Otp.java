package dev.otpstream.standalone;

import dev.otpstream.kit.Env;
import dev.otpstream.standalone.redrive.RedriveCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line. */
@Command(name = "otp", mixinStandardHelpOptions = true, version = "otpstream 0.1.0", description = "Delivers and verifies one-time passwords on Kafka.", subcommands = {
  UpCommand.class, DemoCommand.class, RedriveCommand.class,
  CommandLine.HelpCommand.class}, footer = {"", "Exit codes: 0 done, 1 failed, 2 wrong settings or usage."})
public final class Otp {
  private Otp() {}

  public static void main(String[] args) {
    System.exit(new CommandLine(new Otp()).setExecutionExceptionHandler(Otp::explain).execute(args));
  }

  private static int explain(Exception problem, CommandLine command, CommandLine.ParseResult parsed) {
    command.getErr().println(command.getColorScheme().errorText(sentence(problem)));
    return problem instanceof Env.BadSettings ? 2 : 1;
  }

  private static String sentence(Throwable problem) {
    String message = problem.getMessage() == null ? problem.getClass().getSimpleName() : problem.getMessage();
    return problem.getCause() == null ? message : message + ": " + sentence(problem.getCause());
  }
}
