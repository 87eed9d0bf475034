package dev.otpstream.ingress.hostile;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/** Damages a request at random: bytes, lines, lengths, ends. */
final class Damage {
  private static final List<String> ODD = List.of("\u0000", "\r\n", "\r", "\n", " ", "\t", ":", "%00", "..", "//",
      "\u00ff",
      "Content-Length: 5\r\n", "Transfer-Encoding: chunked\r\n", "Transfer-Encoding: x\r\n", "Host: y\r\n",
      "Expect: 100-continue\r\n", "Connection: upgrade\r\nUpgrade: h2c\r\n", "x".repeat(9000), "0\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: x\r\n\r\n", "{", "}", "\"", "\\ud800", "[".repeat(200), "9".repeat(400), "-1", "1e999");
  private final Random random;

  Damage(Random random) {
    this.random = random;
  }

  byte[] to(byte[] request) {
    byte[] damaged = request;
    for (int wounds = 1 + random.nextInt(3); wounds > 0 && damaged.length > 0; wounds--)
      damaged = once(damaged);
    return damaged;
  }

  private byte[] once(byte[] request) {
    int at = random.nextInt(request.length);
    return switch (random.nextInt(6)) {
      case 0 -> spliced(request, at, Math.min(request.length, at + 1 + random.nextInt(8)), new byte[0]);
      case 1 -> spliced(request, at, at, ODD.get(random.nextInt(ODD.size())).getBytes(StandardCharsets.ISO_8859_1));
      case 2 -> spliced(request, at, at + 1, new byte[]{(byte) random.nextInt(256)});
      case 3 -> spliced(request, at, request.length, new byte[0]);
      case 4 -> withALineTwice(request);
      default -> spliced(request, at, Math.min(request.length, at + 4), new byte[]{(byte) ('0' + random.nextInt(10))});
    };
  }

  private byte[] withALineTwice(byte[] request) {
    List<String> lines = new String(request, StandardCharsets.ISO_8859_1).lines().toList();
    String line = lines.get(random.nextInt(lines.size())) + "\r\n";
    int at = random.nextInt(request.length);
    return spliced(request, at, at, line.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static byte[] spliced(byte[] bytes, int from, int to, byte[] instead) {
    var spliced = new ByteArrayOutputStream(bytes.length + instead.length);
    spliced.write(bytes, 0, from);
    spliced.writeBytes(instead);
    spliced.write(bytes, to, bytes.length - to);
    return spliced.toByteArray();
  }

  /** The request as one line. */
  static String shown(byte[] request) {
    String text = new String(request, StandardCharsets.ISO_8859_1).replace("\r", "\\r").replace("\n", "\\n");
    return text.length() > 600 ? text.substring(0, 600) + "…" : text;
  }
}
