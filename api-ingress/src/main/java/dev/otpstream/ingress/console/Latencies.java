package dev.otpstream.ingress.console;

import dev.otpstream.ingress.json.Json;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.IntCountsHistogram;

/**
 * How long things took, by what they are, to two digits. Not thread-safe.
 *
 * @param <K> what they are; a short list, since each has a histogram of some kilobytes
 */
final class Latencies<K> {
  /** Far more than there are; whoever writes names must not fill the memory. */
  private static final int NAMES_MAX = 50;
  private static final int DIGITS = 2;
  private static final long LONGEST_MS = Duration.ofHours(1).toMillis();
  private final Map<K, IntCountsHistogram> histograms = new HashMap<>();

  void add(K what, Duration took) {
    if (histograms.size() >= NAMES_MAX && !histograms.containsKey(what)) return;
    histograms.computeIfAbsent(what, _ -> {
      var made = new IntCountsHistogram(DIGITS);
      made.setAutoResize(true);
      return made;
    }).recordValue(Math.clamp(took.toMillis(), 0, LONGEST_MS));
  }

  /** Tells of each that has any. */
  void each(BiConsumer<K, IntCountsHistogram> listener) {
    histograms.forEach(listener);
  }

  /** The value below which so many percent are, in milliseconds; empty if nothing was counted. */
  Optional<Long> percentile(K what, double percent) {
    return Optional.ofNullable(histograms.get(what)).map(found -> found.getValueAtPercentile(percent));
  }

  /** Several stretches of time as one. */
  static <K> Map<K, Histogram> merged(Iterable<Latencies<K>> parts) {
    var whole = new HashMap<K, Histogram>();
    for (Latencies<K> part : parts)
      part.each((what, histogram) -> whole.computeIfAbsent(what, _ -> {
        var made = new Histogram(DIGITS);
        made.setAutoResize(true);
        return made;
      }).add(histogram));
    return whole;
  }

  /** Count and percentiles, in milliseconds. */
  static Json.Obj json(Histogram histogram) {
    return Json.obj("count", Json.of(histogram.getTotalCount()), "p50", Json.of(histogram.getValueAtPercentile(50)))
        .with("p95", Json.of(histogram.getValueAtPercentile(95)))
        .with("p99", Json.of(histogram.getValueAtPercentile(99)));
  }
}
