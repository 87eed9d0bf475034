package dev.otpstream.ingress.engine;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;

/** Ids of one instance's commands: a random name of the instance, then a counter. */
final class CommandIds {
  private static final int NAME_BYTES = 9;
  private static final int RADIX = 36;
  private final String prefix;
  private final AtomicLong counter = new AtomicLong();

  private CommandIds(String prefix) {
    this.prefix = prefix;
  }

  static CommandIds random() {
    byte[] name = new byte[NAME_BYTES];
    new SecureRandom().nextBytes(name);
    return new CommandIds(HexFormat.of().formatHex(name) + "-");
  }

  String next() {
    return prefix + Long.toString(counter.incrementAndGet(), RADIX);
  }

  /** Whether this instance gave the id. */
  boolean isOwn(String id) {
    return id != null && id.startsWith(prefix);
  }
}
