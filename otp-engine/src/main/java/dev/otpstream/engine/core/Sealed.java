package dev.otpstream.engine.core;

import java.util.Arrays;

/** Bytes that the engine carries and cannot read: a recipient, a text, a code, a URL. Prints nothing of them. */
@SuppressWarnings("ArrayRecordComponent") // compares by content below
public record Sealed(byte[] bytes) {
  @Override public boolean equals(Object other) {
    return other instanceof Sealed sealed && Arrays.equals(sealed.bytes, bytes);
  }

  @Override public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override public String toString() {
    return "Sealed[redacted]";
  }
}
