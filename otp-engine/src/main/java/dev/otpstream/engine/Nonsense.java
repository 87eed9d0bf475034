package dev.otpstream.engine;

/** A record that can be read and yet makes no sense. Its text never quotes the record. */
final class Nonsense extends Exception {
  private static final long serialVersionUID = 1L;

  Nonsense(String what) {
    super(what);
  }
}
