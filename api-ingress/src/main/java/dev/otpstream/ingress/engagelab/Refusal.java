package dev.otpstream.ingress.engagelab;

import dev.otpstream.ingress.front.Answer;

/** Ends the reading of a call with the documented answer; never leaves {@link EngagelabDialect}. */
final class Refusal extends Exception {
  private static final long serialVersionUID = 1L;
  private final transient Answer answer;

  Refusal(Answer answer) {
    super("refused", null, false, false);
    this.answer = answer;
  }

  Answer answer() {
    return answer;
  }
}
