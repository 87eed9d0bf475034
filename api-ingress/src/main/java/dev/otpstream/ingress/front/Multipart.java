package dev.otpstream.ingress.front;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads {@code multipart/form-data} as browsers and curl write it: fields only, no files.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7578">RFC 7578</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc2046#section-5.1">RFC 2046, 5.1</a>
 */
final class Multipart {
  private static final Pattern BOUNDARY = Pattern.compile(";\\s*boundary=(?:\"([^\"]{1,70})\"|([^\\s;\",]{1,70}))",
      Pattern.CASE_INSENSITIVE);
  private static final Pattern DISPOSITION = Pattern.compile("^content-disposition:\\s*form-data\\b([^\\r\\n]*)",
      Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);
  private static final Pattern NAME = Pattern.compile(";\\s*name=(?:\"([^\"]*)\"|([^\\s;\"]+))",
      Pattern.CASE_INSENSITIVE);
  private static final Pattern FILE = Pattern.compile(";\\s*filename\\*?=", Pattern.CASE_INSENSITIVE);
  private static final byte[] HEAD_END = {'\r', '\n', '\r', '\n'};

  private Multipart() {}

  static Optional<Form> read(byte[] body, String contentType) {
    Matcher boundary = BOUNDARY.matcher(contentType);
    if (!boundary.find()) return Optional.empty();
    String mark = boundary.group(1) != null ? boundary.group(1) : boundary.group(2);
    byte[] first = ("--" + mark).getBytes(StandardCharsets.UTF_8);
    byte[] next = ("\r\n--" + mark).getBytes(StandardCharsets.UTF_8);
    int at = indexOf(body, first, 0);
    if (at < 0) return Optional.empty();
    at += first.length;
    var form = new Form.Builder();
    while (!startsWith(body, at, "--")) { // the last boundary has two hyphens behind it
      if (!startsWith(body, at, "\r\n")) return Optional.empty();
      int headEnd = indexOf(body, HEAD_END, at);
      int partEnd = headEnd <= at ? -1 : indexOf(body, next, headEnd + 2); // a part may be empty
      if (partEnd < 0) return Optional.empty();
      int valueAt = headEnd + HEAD_END.length;
      Optional<String> name = Percent.utf8(body, at + 2, headEnd - at - 2).flatMap(Multipart::name);
      Optional<String> value = Percent.utf8(body, valueAt, Math.max(0, partEnd - valueAt));
      if (name.isEmpty() || value.isEmpty() || !form.add(name.get(), value.get())) return Optional.empty();
      at = partEnd + next.length;
    }
    return Optional.of(form.build());
  }

  private static Optional<String> name(String head) {
    Matcher disposition = DISPOSITION.matcher(head);
    if (!disposition.find() || FILE.matcher(disposition.group(1)).find()) return Optional.empty();
    Matcher name = NAME.matcher(disposition.group(1));
    if (!name.find()) return Optional.empty();
    return Optional.of(name.group(1) != null ? name.group(1) : name.group(2));
  }

  private static boolean startsWith(byte[] bytes, int at, String wanted) {
    if (at + wanted.length() > bytes.length) return false;
    for (int i = 0; i < wanted.length(); i++)
      if (bytes[at + i] != wanted.charAt(i)) return false;
    return true;
  }

  private static int indexOf(byte[] bytes, byte[] wanted, int from) {
    for (int at = from; at <= bytes.length - wanted.length; at++) {
      int same = 0;
      while (same < wanted.length && bytes[at + same] == wanted[same])
        same++;
      if (same == wanted.length) return at;
    }
    return -1;
  }
}
