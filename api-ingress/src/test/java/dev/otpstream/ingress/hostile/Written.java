package dev.otpstream.ingress.hostile;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Bytes as the corpus writes them: {@code ¶} ends a line of HTTP, {@code «x*9»} is x nine times, {@code \xff} is a byte,
 * {@code \n}, {@code \r}, {@code \t} and {@code \\} are what they usually are, {@code $NAME} is a value of the test, and
 * {@code $LEN} is the length of what follows the first empty line.
 */
final class Written {
  private static final Pattern REPEAT = Pattern.compile("«([^«»]*)\\*(\\d+)»");
  private static final Pattern ESCAPE = Pattern.compile("\\\\(?:x([0-9a-f]{2})|([nrt\\\\]))");
  private static final String LINE_END = "¶";
  private static final String HEAD_END = LINE_END + LINE_END;

  private Written() {}

  static byte[] bytes(String written, Map<String, String> values) {
    String text = written;
    for (var value : values.entrySet())
      text = text.replace("$" + value.getKey(), value.getValue());
    for (Matcher repeat = REPEAT.matcher(text); repeat.find(); repeat = REPEAT.matcher(text))
      text = repeat.replaceFirst(
          Matcher.quoteReplacement(repeat.group(1).repeat(Integer.parseInt(repeat.group(2)))));
    int headEnd = text.indexOf(HEAD_END);
    if (headEnd < 0) return plain(text);
    byte[] body = plain(text.substring(headEnd + HEAD_END.length()));
    byte[] head = plain(text.substring(0, headEnd + HEAD_END.length()).replace("$LEN", Integer.toString(body.length)));
    var whole = new ByteArrayOutputStream(head.length + body.length);
    whole.writeBytes(head);
    whole.writeBytes(body);
    return whole.toByteArray();
  }

  private static byte[] plain(String text) {
    var bytes = new ByteArrayOutputStream();
    Matcher escape = ESCAPE.matcher(text);
    int from = 0;
    while (escape.find()) {
      bytes.writeBytes(utf8(text.substring(from, escape.start())));
      bytes.write(escape.group(1) != null ? Integer.parseInt(escape.group(1), 16) : switch (escape.group(2)) {
        case "n" -> '\n';
        case "r" -> '\r';
        case "t" -> '\t';
        default -> '\\';
      });
      from = escape.end();
    }
    bytes.writeBytes(utf8(text.substring(from)));
    return bytes.toByteArray();
  }

  private static byte[] utf8(String text) {
    return text.replace(LINE_END, "\r\n").getBytes(StandardCharsets.UTF_8);
  }

  /** The lines of a corpus file beside this class, without comments. */
  static List<String> lines(String file) {
    try (InputStream in = Written.class.getResourceAsStream(file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines()
          .filter(line -> !line.isEmpty() && !line.startsWith("#")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
