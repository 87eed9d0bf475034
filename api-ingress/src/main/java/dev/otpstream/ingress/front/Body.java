package dev.otpstream.ingress.front;

import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;

/** A request's body, read within bounds of length and time, so that nobody holds a thread by a byte now and then. */
final class Body {
  private static final int CHUNK = 8 * 1024;
  private static final byte[] NOTHING = {};
  private final byte[] bytes;
  private final Fault fault;

  private Body(byte[] bytes, Fault fault) {
    this.bytes = bytes;
    this.fault = fault;
  }

  /** @param timeout for the whole body; the wait for each part of it is bounded by the connection's idle timeout */
  static Body read(HttpServletRequest request, int bytesMax, Duration timeout) {
    long deadlineNs = System.nanoTime() + timeout.toNanos();
    try {
      InputStream in = request.getInputStream();
      if (request.getContentLengthLong() > bytesMax) return tooLarge(in, bytesMax, deadlineNs);
      var body = new ByteArrayOutputStream(Math.max(0, request.getContentLength()));
      byte[] chunk = new byte[CHUNK];
      for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
        if (body.size() + read > bytesMax) return tooLarge(in, bytesMax, deadlineNs);
        if (System.nanoTime() - deadlineNs > 0) return unread(Fault.BODY_UNREADABLE);
        body.write(chunk, 0, read);
      }
      return new Body(body.toByteArray(), null);
    } catch (IOException | RuntimeException e) { // Jetty reports broken framing by exceptions of either kind
      return unread(Fault.BODY_UNREADABLE);
    }
  }

  /** Who is still writing when the connection closes may never see the answer: as much again is passed over first. */
  private static Body tooLarge(InputStream in, int bytesMax, long deadlineNs) throws IOException {
    byte[] chunk = new byte[CHUNK];
    long passed = 0;
    for (int read = in.read(chunk); read >= 0 && passed <= bytesMax; read = in.read(chunk)) {
      passed += read;
      if (System.nanoTime() - deadlineNs > 0) break;
    }
    return unread(Fault.BODY_TOO_LARGE);
  }

  /** Why there is no body; empty if there is. */
  Optional<Fault> fault() {
    return Optional.ofNullable(fault);
  }

  byte[] bytes() {
    return bytes;
  }

  private static Body unread(Fault fault) {
    return new Body(NOTHING, fault);
  }
}
