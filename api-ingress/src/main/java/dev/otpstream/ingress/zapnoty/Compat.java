package dev.otpstream.ingress.zapnoty;

import dev.otpstream.ingress.accounts.AccountSettings;
import dev.otpstream.ingress.accounts.Caller;

/**
 * Which of Zapnoty's documents a project follows where they contradict each other: how a failed verification is told, and
 * how often a code may be sent again.
 */
enum Compat {
  /** The older ones. */
  SEED,
  /** The newer ones. */
  CURRENT;

  static Compat of(Caller caller) {
    return "current".equals(caller.settings().get(AccountSettings.ZAPNOTY_COMPAT)) ? CURRENT : SEED;
  }
}
