package dev.otpstream.standalone;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.otpstream.kit.Env;
import dev.otpstream.standalone.cli.AccountCommand;
import dev.otpstream.standalone.cli.Elsewhere;
import dev.otpstream.standalone.cli.ExitCodes;
import dev.otpstream.standalone.cli.Failure;
import dev.otpstream.standalone.cli.KeysCommand;
import dev.otpstream.standalone.cli.MessageCommand;
import dev.otpstream.standalone.cli.Site;
import dev.otpstream.standalone.cli.TemplateCommand;
import dev.otpstream.standalone.cli.TopicsCommand;
import dev.otpstream.standalone.doctor.DoctorCommand;
import dev.otpstream.standalone.redrive.RedriveCommand;
import java.time.Clock;
import java.util.Set;
import org.slf4j.LoggerFactory;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/** The command line. */
@Command(mixinStandardHelpOptions = true, name = "otp", version = "otpstream 0.1.0", description = "Delivers and verifies one-time passwords on Kafka.", footer = {
  "", "Completion for bash and zsh:  source <(./otp generate-completion)"})
public final class Otp {
  /** Those that run services, whose log lines matter; what the others have to say they say themselves. */
  private static final Set<String> LOGGING = Set.of("up", "demo", "serve", "train");

  private Otp() {}

  public static void main(String[] args) {
    if (args.length == 0 || !LOGGING.contains(args[0]))
      ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).getLoggerContext().getLoggerList()
          .forEach(logger -> logger.setLevel(Level.OFF));
    System.exit(commandLine(Env.system()).execute(args));
  }

  /** All commands, for these settings. */
  public static CommandLine commandLine(Env env) {
    Site site = Site.of(env);
    var line = new CommandLine(new Otp()).addSubcommand(new UpCommand()).addSubcommand(new DemoCommand())
        .addSubcommand(new ServeCommand()).addSubcommand(new DoctorCommand(site, Clock.systemUTC()))
        .addSubcommand(new AccountCommand(site)).addSubcommand(new TemplateCommand(site))
        .addSubcommand(new MessageCommand(site)).addSubcommand(new TopicsCommand(site))
        .addSubcommand(new KeysCommand(site)).addSubcommand(new RedriveCommand(site))
        .addSubcommand(new TrainCommand()).addSubcommand(new Elsewhere.Bench()).addSubcommand(new Elsewhere.Chaos())
        .addSubcommand(new GenerateCompletion())
        .addSubcommand(new CommandLine.HelpCommand());
    ExitCodes.document(line.getCommandSpec());
    return line.setExecutionExceptionHandler(Otp::explain).setParameterExceptionHandler(Otp::correct);
  }

  private static int explain(Exception problem, CommandLine command, CommandLine.ParseResult parsed) {
    command.getErr().println(command.getColorScheme().errorText("otp: " + sentence(problem)));
    return problem instanceof Env.BadSettings ? ExitCodes.USAGE : ExitCodes.FAILED;
  }

  private static int correct(ParameterException problem, String[] args) {
    CommandLine command = problem.getCommandLine();
    command.getErr().println(command.getColorScheme().errorText("otp: " + problem.getMessage()));
    command.getErr().println("try " + command.getCommandSpec().qualifiedName(" ") + " --help");
    return ExitCodes.USAGE;
  }

  /** What went wrong and why; a cause that only repeats what was said is left out. */
  static String sentence(Throwable problem) {
    String message = problem.getMessage() == null ? problem.getClass().getSimpleName() : problem.getMessage();
    if (problem instanceof Failure || problem.getCause() == null) return message;
    String why = sentence(problem.getCause());
    return message.contains(why) ? message : message + ": " + why;
  }
}
