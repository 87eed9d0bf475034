package dev.otpstream.benchmarks.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads one answer after the other from the bytes of a connection: HTTP/1.1 with a length or in chunks, as RFC 9112 says.
 * Answers that only end with their connection are not understood.
 */
final class AnswerReader {
  private static final int ANSWER_MAX = 8 * 1024 * 1024;
  private static final int STATUS_AT = "HTTP/1.1 ".length();
  private static final int STATUS_END = STATUS_AT + 3;
  private static final int CHUNKED = -1;

  private byte[] bytes = new byte[1024];
  private int size;
  private int bodyAt; // 0: the head is not complete
  private int bodyLength;
  private int status;
  private boolean closing;

  /** The bytes are no answer that this reader understands. */
  static final class NotUnderstood extends Exception {
    private static final long serialVersionUID = 1;

    NotUnderstood(String what) {
      super(what);
    }
  }

  /** Takes what arrived. */
  void take(ByteBuffer arrived) {
    int count = arrived.remaining();
    if (size + count > bytes.length) bytes = Arrays.copyOf(bytes, Math.max(size + count, bytes.length * 2));
    arrived.get(bytes, size, count);
    size += count;
  }

  /** Whether something of an answer has arrived that is not handed out yet. */
  boolean hasBytes() {
    return size > 0;
  }

  /** Whether the server closes the connection after the newest answer. */
  boolean closing() {
    return closing;
  }

  /** The next answer, or null if it is not complete. */
  Reply.Answer next() throws NotUnderstood {
    if (bodyAt == 0 && !readHead()) return null;
    Reply.Answer answer = bodyLength == CHUNKED ? chunked() : sized();
    if (answer == null && size > ANSWER_MAX) throw new NotUnderstood("answer too long");
    return answer;
  }

  private boolean readHead() throws NotUnderstood {
    int end = HttpHead.end(bytes, size);
    if (end < 0) {
      if (size > HttpHead.MAX) throw new NotUnderstood("head too long");
      return false;
    }
    HttpHead head = HttpHead.read(bytes, end);
    if (!head.text().startsWith("HTTP/1.") || head.text().length() < STATUS_END) throw new NotUnderstood("no HTTP");
    status = number(head.text().substring(STATUS_AT, STATUS_END), 10);
    String length = head.field("content-length");
    closing = head.field("connection").equals("close");
    bodyAt = end + 4;
    if (head.field("transfer-encoding").equals("chunked")) {
      bodyLength = CHUNKED;
    } else if (!length.isEmpty()) {
      bodyLength = number(length, 10);
    } else if (status == 204 || status == 304) {
      bodyLength = 0;
    } else {
      throw new NotUnderstood("no length");
    }
    return true;
  }

  private Reply.Answer sized() {
    if (size < bodyAt + bodyLength) return null;
    return handOut(new String(bytes, bodyAt, bodyLength, StandardCharsets.UTF_8), bodyAt + bodyLength);
  }

  /** Reads all chunks anew each time; answers are short, so most come in one piece. */
  private Reply.Answer chunked() throws NotUnderstood {
    byte[] body = new byte[size - bodyAt];
    int length = 0;
    int at = bodyAt;
    while (true) {
      int lineEnd = lineEnd(at);
      if (lineEnd < 0) return null;
      String line = new String(bytes, at, lineEnd - at, StandardCharsets.ISO_8859_1);
      int extension = line.indexOf(';');
      int chunk = number((extension < 0 ? line : line.substring(0, extension)).strip(), 16);
      int from = lineEnd + 2;
      if (chunk == 0) { // no trailers: none of our servers sends any
        return size < from + 2 ? null : handOut(new String(body, 0, length, StandardCharsets.UTF_8), from + 2);
      }
      if (size < from + chunk + 2) return null;
      System.arraycopy(bytes, from, body, length, chunk);
      length += chunk;
      at = from + chunk + 2;
    }
  }

  private int lineEnd(int from) {
    for (int at = from; at + 1 < size; at++) {
      if (bytes[at] == '\r' && bytes[at + 1] == '\n') return at;
    }
    return -1;
  }

  private Reply.Answer handOut(String body, int end) {
    System.arraycopy(bytes, end, bytes, 0, size - end);
    size -= end;
    bodyAt = 0;
    return new Reply.Answer(status, body);
  }

  private static int number(String text, int radix) throws NotUnderstood {
    int number;
    try {
      number = Integer.parseInt(text, radix);
    } catch (NumberFormatException e) {
      throw new NotUnderstood("no number");
    }
    if (number < 0 || number > ANSWER_MAX) throw new NotUnderstood("number out of bounds");
    return number;
  }
}
