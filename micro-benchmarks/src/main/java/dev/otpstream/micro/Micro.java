package dev.otpstream.micro;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** {@code otp bench micro}: JMH with short settings where its own options say nothing. */
public final class Micro {
  private static final TimeValue ITERATION = TimeValue.seconds(1);
  private static final int WARMUPS = 2;
  private static final int MEASURED = 3;

  private Micro() {}

  public static void main(String[] args) throws RunnerException, CommandLineOptionException, IOException {
    var given = new CommandLineOptions(args);
    if (given.shouldHelp()) {
      given.showHelp();
    } else if (given.shouldList()) {
      new Runner(given).list();
    } else {
      new Runner(completed(given)).run();
    }
  }

  private static Options completed(CommandLineOptions given) {
    var all = new OptionsBuilder().parent(given);
    all.forks(given.getForkCount().orElse(1));
    all.warmupIterations(given.getWarmupIterations().orElse(WARMUPS));
    all.warmupTime(given.getWarmupTime().orElse(ITERATION));
    all.measurementIterations(given.getMeasurementIterations().orElse(MEASURED));
    all.measurementTime(given.getMeasurementTime().orElse(ITERATION));
    all.timeUnit(given.getTimeUnit().orElse(TimeUnit.NANOSECONDS));
    if (given.getBenchModes().isEmpty()) all.mode(Mode.AverageTime);
    return all.build();
  }
}
