package dev.otpstream.benchmarks.load;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The head of an HTTP/1.1 message, as RFC 9112 says: a start line and fields, until an empty line. */
record HttpHead(String text, String lower) {
  static final int MAX = 32 * 1024;

  /** Where the empty line begins that ends a head, or -1. */
  static int end(byte[] bytes, int size) {
    for (int at = 0; at + 3 < size; at++) {
      if (bytes[at] == '\r' && bytes[at + 1] == '\n' && bytes[at + 2] == '\r' && bytes[at + 3] == '\n') return at;
    }
    return -1;
  }

  static HttpHead read(byte[] bytes, int end) {
    String text = new String(bytes, 0, end, StandardCharsets.ISO_8859_1);
    return new HttpHead(text, text.toLowerCase(Locale.ROOT));
  }

  /** A field's value in lower case; empty if there is none. */
  String field(String name) {
    int at = lower.indexOf("\r\n" + name + ":");
    if (at < 0) return "";
    int from = at + name.length() + 3;
    int to = lower.indexOf("\r\n", from);
    return lower.substring(from, to < 0 ? lower.length() : to).strip();
  }
}
