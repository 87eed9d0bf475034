package dev.otpstream.webhooks.schedule;

import dev.otpstream.streams.Timers;

/** What the scheduler's timers point to. */
enum TimerKind implements Timers.Kind {
  QUEUE('q'), LANE('l');

  private final char letter;

  TimerKind(char letter) {
    this.letter = letter;
  }

  @Override public char letter() {
    return letter;
  }
}
