package dev.otpstream.benchmarks.run;

import dev.otpstream.benchmarks.load.Pace;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * How the highest rate that holds is found. What a closed loop reaches is more than an open loop can carry, since at the
 * whole of it every queue grows; so shares of it are tried, from above, until one holds.
 */
final class Saturation {
  static final List<Double> SHARES = List.of(0.95, 0.85, 0.75, 0.65, 0.5);

  private Saturation() {}

  /**
   * The first trial that holds, or the last one if none does.
   *
   * @param ceiling what a closed loop reached, operations a second
   */
  static <T> T search(double ceiling, Function<Pace.Fixed, T> trial, Predicate<T> holds) {
    T found = null;
    for (double share : SHARES) {
      found = trial.apply(new Pace.Fixed(Math.max(1, Math.floor(ceiling * share))));
      if (holds.test(found)) break;
    }
    return found;
  }
}
