package dev.otpstream.ingress.front;

import java.nio.charset.StandardCharsets;

/**
 * A document that is the same for everybody.
 *
 * @param path        where it is; compared to the letter
 * @param contentType what it is
 * @param text        the document
 */
public record Page(String path, String contentType, String text) {
  byte[] bytes() {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
