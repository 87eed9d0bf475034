package dev.otpstream.standalone.cli;

import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** What commands end with; scripts rely on it. */
public final class ExitCodes {
  public static final int DONE = 0;
  /** It was tried and did not work. */
  public static final int FAILED = 1;
  /** It was not tried: the settings or the words are wrong. */
  public static final int USAGE = 2;
  /** It was looked at, and something is not as it should be. */
  public static final int FOUND = 3;

  private static final Map<String, String> MEANINGS = new TreeMap<>(Map.of("0", "done", "1",
      "failed; one sentence on standard error says why", "2", "wrong settings or usage", "3",
      "looked, and found something wrong (doctor, topics check)"));

  private ExitCodes() {}

  /** Writes them into the help of a command and of all below it. */
  public static void document(CommandSpec command) {
    UsageMessageSpec help = command.usageMessage();
    help.exitCodeListHeading("%nExit codes:%n").exitCodeList(MEANINGS);
    command.subcommands().values().forEach(below -> document(below.getCommandSpec()));
  }
}
