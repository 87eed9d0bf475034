package dev.otpstream.ingress.accounts;

import java.util.Locale;

/** A front that has credentials of its own. */
public enum Front {
  ALPHASMS, ZAPNOTY,
  /** Zapnoty's sandbox, where nothing is sent. */
  ZAPNOTY_TEST, ENGAGELAB, KALEYRA;

  /** Keeps the digests of equal secrets of two fronts apart. */
  String context() {
    return "credential/" + name().toLowerCase(Locale.ROOT);
  }
}
