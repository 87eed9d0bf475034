package dev.otpstream.standalone.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Commands that the script {@code ./otp} starts from modules of their own; here only so that help and completion name them. */
public final class Elsewhere {
  private Elsewhere() {}

  /** Runs from its own module. */
  abstract static class InItsModule implements Callable<Integer> {
    @Parameters(arity = "0..*", hidden = true)
    private List<String> rest = List.of();

    @Override public Integer call() {
      throw new Failure(
          "this command is a module of its own: run it by the script of a checkout, ./otp ... "
              + String.join(" ", rest));
    }
  }

  /** {@code otp bench}. */
  @Command(mixinStandardHelpOptions = true, name = "bench", description = {
    "Puts a load on the platform and says how fast it was.",
    "See ./otp bench --help."})
  public static final class Bench extends InItsModule {}

  /** {@code otp chaos}. */
  @Command(mixinStandardHelpOptions = true, name = "chaos", description = {
    "Kills, freezes and starves the platform by seed, and checks every promise.",
    "See ./otp chaos --help."})
  public static final class Chaos extends InItsModule {}
}
