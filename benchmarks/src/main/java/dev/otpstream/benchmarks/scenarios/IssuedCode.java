package dev.otpstream.benchmarks.scenarios;

/** A code that a simulated phone received. */
record IssuedCode(String phone, String code) {
  /** A guess of the same shape that is surely wrong. */
  String wrong() {
    return (char) (code.charAt(0) == '9' ? '0' : code.charAt(0) + 1) + code.substring(1);
  }

  @Override public String toString() {
    return "IssuedCode[redacted]";
  }
}
