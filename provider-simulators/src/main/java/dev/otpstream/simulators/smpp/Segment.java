package dev.otpstream.simulators.smpp;

/**
 * The place of a part in a long message.
 *
 * @param total how many parts there are
 * @param number which one this is, from one
 */
record Segment(int reference, int total, int number) {
  static final Segment WHOLE = new Segment(0, 1, 1);

  boolean isValid() {
    return total >= 1 && number >= 1 && number <= total;
  }
}
