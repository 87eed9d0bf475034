package dev.otpstream.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.otpstream.standalone.cli.Output;
import java.io.Console;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code otp demo}: starts everything on free ports with a throw-away data folder and plays the whole story. */
@Command(mixinStandardHelpOptions = true, name = "demo", description = {
  "Plays the whole story on a throw-away platform.",
  "Starts everything embedded, sends real one-time passwords through every channel, verifies them, shows the hooks arriving, and stops."})
final class DemoCommand implements Callable<Integer> {
  @Mixin
  private Output output;

  @Override public Integer call() throws Exception {
    // The story is for people; programs are told how it ended.
    PrintStream story = output.json() ? new PrintStream(OutputStream.nullOutputStream(), false, UTF_8) : System.out;
    long startedNs = System.nanoTime();
    try (var place = Throwaway.of("demo");
        var standalone = Standalone.start(place.env());
        var hooks = new HookReceiver()) {
      story.printf("otpstream ready %s (%.1f s: Kafka, registry, engine, ingress, channels, hooks, simulators)%n",
          standalone.url(), Duration.ofNanos(System.nanoTime() - startedNs).toMillis() / 1000.0);
      // Its token dies with it, so that the link may carry it; behind the hash no server sees it.
      story.printf("console %s#token=%s%n", standalone.consoleUrl(), standalone.adminToken().value().reveal());
      new Demo(standalone, hooks, story).run();
      if (output.json())
        output.document(Map.of("held", true, "tookMs", Duration.ofNanos(System.nanoTime() - startedNs).toMillis()));
      else
        stayOpen();
      return 0;
    }
  }

  /** Lets whoever sits at a terminal look at the console; a script goes on at once. */
  private static void stayOpen() {
    // There is none at all where the output goes to a file: JDK 25 is back at that.
    Optional.ofNullable(System.console()).filter(Console::isTerminal).ifPresent(terminal -> {
      terminal.printf("The console above is open until you press Enter.%n");
      terminal.readLine();
    });
  }

}
