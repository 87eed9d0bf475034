package dev.otpstream.ingress.front;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A document that is the same for everybody.
 *
 * @param path        where it is; compared to the letter
 * @param contentType what it is
 * @param headers     what else the browser is told, the content security policy above all
 * @param text        the document
 */
public record Page(String path, String contentType, Map<String, String> headers, String text) {
  /** Nothing on the page comes from anywhere else, and a browser shall not look for it. */
  private static final Map<String, String> ALONE = Map.of("Content-Security-Policy",
      "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'");

  public Page {
    headers = Map.copyOf(headers);
  }

  /** A document that needs nothing else. */
  public Page(String path, String contentType, String text) {
    this(path, contentType, ALONE, text);
  }

  byte[] bytes() {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
