package dev.otpstream.engine;

import dev.otpstream.streams.Timers;

/** What the engine's timers point to. */
enum TimerKind implements Timers.Kind {
  MESSAGE('m'), RECIPIENT('r'), ANSWER('a'), REFERENCE('n'), UNMATCHED('u'), CONSENT('q');

  private final char letter;

  TimerKind(char letter) {
    this.letter = letter;
  }

  @Override public char letter() {
    return letter;
  }
}
