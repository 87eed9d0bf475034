package dev.otpstream.standalone;

import dev.otpstream.standalone.cli.Output;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code otp train}: puts a throw-away platform under load, so that a JVM started with {@code -XX:AOTCacheOutput} can
 * keep which classes it linked and which methods were hot. A JVM that is given that cache compiles them at once.
 *
 * @see <a href="https://openjdk.org/jeps/515">JEP 515: Ahead-of-Time Method Profiling</a>
 */
@Command(mixinStandardHelpOptions = true, name = "train", description = {
  "Puts a throw-away platform under load for a while and stops.",
  "What the JVM learns meanwhile is kept for later starts (./otp does that once a build)."})
final class TrainCommand implements Callable<Integer> {
  @Mixin
  private Output output;

  @Option(names = "--seconds", defaultValue = "30", paramLabel = "N", description = "How long (default: ${DEFAULT-VALUE}).")
  private int seconds;

  @Override public Integer call() throws Exception {
    var silence = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    try (var place = Throwaway.of("train");
        var standalone = Standalone.start(place.env());
        var hooks = new HookReceiver()) {
      new Demo(standalone, hooks, silence).run();
      long played = new Practice(standalone, hooks, silence).run(Duration.ofSeconds(seconds));
      if (played == 0) throw new IllegalStateException("no code was sent, received and verified in time");
      if (output.json()) output.document(Map.of("played", played));
      else
        output.line("trained with " + played + " codes sent, received and verified");
    }
    return 0;
  }
}
