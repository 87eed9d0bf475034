package dev.otpstream.engine.core;

import java.security.MessageDigest;

/** A keyed, salted digest of a code. Compares in constant time and prints nothing of itself. */
@SuppressWarnings("ArrayRecordComponent") // compares by content below
public record CodeDigest(byte[] bytes) {
  @Override public boolean equals(Object other) {
    return other instanceof CodeDigest digest && MessageDigest.isEqual(digest.bytes, bytes);
  }

  @Override public int hashCode() {
    return bytes.length; // digests are compared, never looked up
  }

  @Override public String toString() {
    return "CodeDigest[redacted]";
  }
}
