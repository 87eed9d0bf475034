package dev.otpstream.simulators.stage;

import java.util.List;

/** Steps in the order in which calls play them. */
public record Script(List<Step> steps) {
  static final int STEPS_MAX = 1_000;

  public Script {
    steps = List.copyOf(steps);
    if (steps.isEmpty() || steps.size() > STEPS_MAX) {
      throw new IllegalArgumentException("steps of a script: 1 to " + STEPS_MAX);
    }
  }

  public static Script of(Step... steps) {
    return new Script(List.of(steps));
  }
}
