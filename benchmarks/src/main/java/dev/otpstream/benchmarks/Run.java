package dev.otpstream.benchmarks;

import dev.otpstream.benchmarks.platform.Platform;
import dev.otpstream.benchmarks.report.JsonReport;
import dev.otpstream.benchmarks.report.LatencyPlot;
import dev.otpstream.benchmarks.report.Report;
import dev.otpstream.benchmarks.report.TextReport;
import dev.otpstream.benchmarks.run.Measurement;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;

/** A command's way from options to printed report. */
final class Run {
  private Run() {}

  /**
   * Measures a scenario as the options say and prints its report.
   *
   * @return the exit code
   */
  static int of(String scenarioName, LoadOptions options, LoadOptions.InFlight inFlight,
      Measurement.Preparation preparation) {
    options.check();
    Measurement.PROGRESS.say("starting");
    try (Platform platform = options.platform();
        var measurement = new Measurement(scenarioName, platform, options.settings(inFlight), preparation)) {
      Report report = measurement.run();
      System.out.print(options.json ? JsonReport.of(report) + "\n" : TextReport.of(report));
      draw(options, report);
      return report.errorShare() > options.errorsMax ? 1 : 0;
    }
  }

  private static void draw(LoadOptions options, Report report) {
    if (options.svg == null) return;
    try {
      Files.writeString(options.svg, LatencyPlot.of(report));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the picture", e);
    }
  }
}
