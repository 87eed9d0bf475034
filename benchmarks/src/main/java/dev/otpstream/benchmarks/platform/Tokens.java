package dev.otpstream.benchmarks.platform;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Admin tokens of platforms that live as long as a run. */
final class Tokens {
  private static final int BYTES = 24;

  private Tokens() {}

  static String fresh() {
    byte[] random = new byte[BYTES];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }
}
