package dev.otpstream.schemas.sealing;

/** Sealed bytes that no key opens in this context: forged, changed, or sealed with a key that is gone. */
public final class Unopenable extends Exception {
  private static final long serialVersionUID = 1L;

  Unopenable(String context) {
    super("sealed bytes do not open in the context " + context.replaceFirst("/.*", ""));
  }
}
