package dev.otpstream.ingress.alphasms;

/** Ends the reading of one item with the documented word for what is wrong; never leaves {@link ItemReader}. */
final class Refusal extends Exception {
  private static final long serialVersionUID = 1L;

  Refusal(String error) {
    super(error, null, false, false);
  }
}
