package dev.otpstream.simulators.stage;

import java.util.List;
import java.util.Optional;

/** A script and how far it has been played. Thread-safe. */
final class ScriptRun {
  static final Step PLAIN = Step.deliver();

  private final List<Step> steps;
  private final boolean endless;
  private int position;
  private int played;

  ScriptRun(Script script) {
    steps = script.steps();
    endless = steps.size() == 1 && steps.getFirst().times().isEmpty();
  }

  /** The step for this call; a plain one if the step whose turn it is waits for another operation; none at the end. */
  Optional<Step> next(Operation operation) {
    return endless ? Optional.of(play(steps.getFirst(), operation)) : advance(operation);
  }

  private synchronized Optional<Step> advance(Operation operation) {
    if (position == steps.size()) return Optional.empty();
    Step step = steps.get(position);
    if (step.appliesTo(operation)) countPlayed(step);
    return Optional.of(play(step, operation));
  }

  private void countPlayed(Step step) {
    boolean last = position == steps.size() - 1;
    if (last && step.times().isEmpty()) return;
    played++;
    if (played < step.times().orElse(1)) return;
    played = 0;
    position++;
  }

  private static Step play(Step step, Operation operation) {
    return step.appliesTo(operation) ? step : PLAIN;
  }
}
