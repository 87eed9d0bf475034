package dev.otpstream.standalone;

import dev.otpstream.kit.Launcher;
import dev.otpstream.simulators.Main;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code otp serve}: one service as a process of its own. */
@Command(mixinStandardHelpOptions = true, name = "serve", description = {
  "Runs one service in this process: what a container does.",
  "It works on the Kafka and the registry of the settings, writes one JSON line an event to standard error, answers health on OTP_OPS_PORT, and stops cleanly on SIGTERM."})
final class ServeCommand implements Callable<Integer> {
  private static final String SIMULATORS = "simulators";

  /** What the help and the shell's completion offer. */
  static final class Names implements Iterable<String> {
    private final List<String> names = Stream
        .concat(Part.ALL.stream().map(Part::service), Stream.of(SIMULATORS)).toList();

    @Override public Iterator<String> iterator() {
      return names.iterator();
    }
  }

  @Parameters(paramLabel = "SERVICE", completionCandidates = Names.class, description = "One of ${COMPLETION-CANDIDATES}.")
  private String service;

  @Spec
  private CommandSpec spec;

  @Override public Integer call() throws InterruptedException {
    if (service.equals(SIMULATORS)) {
      Main.main(new String[0]);
      return 0;
    }
    Part part = Part.of(service)
        .orElseThrow(() -> new ParameterException(spec.commandLine(), "there is no service " + service));
    Launcher.run(part.service(), part.start());
    return 0;
  }
}
