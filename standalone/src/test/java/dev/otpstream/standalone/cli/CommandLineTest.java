package dev.otpstream.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.kit.Env;
import dev.otpstream.standalone.Otp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What all commands have in common. */
class CommandLineTest {
  private final CommandSpec otp = Otp.commandLine(Env.of(Map.of())).getCommandSpec();

  @Test void everyCommandHasHelpWithItsExitCodes() {
    for (CommandSpec command : all(otp)) {
      if (command.name().equals("help")) continue;
      String help = command.commandLine().getUsageMessage(CommandLine.Help.Ansi.OFF);
      assertThat(help).as(command.qualifiedName()).contains("Exit codes:")
          .contains("looked, and found something wrong");
      assertThat(command.usageMessage().description()).as(command.qualifiedName()).isNotEmpty();
      for (OptionSpec option : command.options())
        assertThat(option.description()).as(command.qualifiedName() + " " + option.longestName()).isNotEmpty();
    }
  }

  @Test void everythingThatAnswersAnswersInJson() {
    assertThat(all(otp)).filteredOn(command -> command.subcommands().isEmpty())
        .filteredOn(command -> !command.optionsMap().containsKey("--json")).extracting(CommandSpec::name)
        // A service, another module with a --json of its own, and what picocli brings.
        .containsExactlyInAnyOrder("serve", "bench", "chaos", "generate-completion", "help");
  }

  @Test void theShellCompletesCommandsAndServices() {
    String script = Ran.otp(Map.of(), "generate-completion").out();
    assertThat(script).contains("function _picocli_otp_account_create()").contains("channel-telegram")
        .contains("--disk-min").contains("bench");
  }

  @Test void coloursAreForTerminals() {
    Ran ran = Ran.otp(Map.of("OTP_DATA_DIR", "target/none"), "doctor");
    assertThat(ran.out()).isNotEmpty().doesNotContain("\033");
  }

  @Test void aBarGrowsWithTheWork() {
    assertThat(Progress.bar(0, 4)).isEqualTo("[                        ] 0/4");
    assertThat(Progress.bar(3, 4)).isEqualTo("[##################      ] 3/4");
  }

  private static List<CommandSpec> all(CommandSpec command) {
    var all = new ArrayList<CommandSpec>(List.of(command));
    command.subcommands().values().forEach(below -> all.addAll(all(below.getCommandSpec())));
    return all;
  }
}
