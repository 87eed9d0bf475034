package dev.otpstream.ingress.front;

import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;

/**
 * A request's body, read within bounds of length, time and room, so that nobody holds a thread by a byte now and then, or
 * memory by claiming a long body. It keeps its room until it is closed.
 */
final class Body implements AutoCloseable {
  private static final int CHUNK = 8 * 1024;
  private static final byte[] NOTHING = {};
  private final byte[] bytes;
  private final Fault fault;
  private final BodyRoom room;

  /**
   * What bodies may take.
   *
   * @param bytesMax of one body
   * @param timeout  for a whole body; the wait for each part of it is bounded by the connection's idle timeout
   * @param room     for all bodies
   */
  record Limits(int bytesMax, Duration timeout, BodyRoom room) {}

  private Body(byte[] bytes, Fault fault, BodyRoom room) {
    this.bytes = bytes;
    this.fault = fault;
    this.room = room;
  }

  static Body read(HttpServletRequest request, Limits limits) {
    var body = new ByteArrayOutputStream(0); // a claimed length costs nothing: memory is taken for what has come
    Optional<Fault> fault;
    try {
      fault = fill(body, request, limits);
    } catch (IOException | RuntimeException e) { // Jetty reports broken framing by exceptions of either kind
      fault = Optional.of(Fault.BODY_UNREADABLE);
    }
    if (fault.isEmpty()) return new Body(body.toByteArray(), null, limits.room());
    limits.room().giveBack(body.size());
    return new Body(NOTHING, fault.get(), limits.room());
  }

  private static Optional<Fault> fill(ByteArrayOutputStream body, HttpServletRequest request, Limits limits)
      throws IOException {
    long deadlineNs = System.nanoTime() + limits.timeout().toNanos();
    InputStream in = request.getInputStream();
    if (request.getContentLengthLong() > limits.bytesMax()) {
      passOver(in, limits, deadlineNs);
      return Optional.of(Fault.BODY_TOO_LARGE);
    }
    byte[] chunk = new byte[CHUNK];
    for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
      if (System.nanoTime() - deadlineNs > 0) return Optional.of(Fault.BODY_UNREADABLE);
      int length = body.size() + read;
      boolean tooLarge = length > limits.bytesMax();
      if (tooLarge || !limits.room().grow(body.size(), length)) {
        passOver(in, limits, deadlineNs);
        return Optional.of(tooLarge ? Fault.BODY_TOO_LARGE : Fault.BUSY);
      }
      body.write(chunk, 0, read);
    }
    return Optional.empty();
  }

  /** Who is still writing when the connection closes may never see the answer: as much again is passed over first. */
  private static void passOver(InputStream in, Limits limits, long deadlineNs) throws IOException {
    byte[] chunk = new byte[CHUNK];
    long passed = 0;
    for (int read = in.read(chunk); read >= 0 && passed <= limits.bytesMax(); read = in.read(chunk)) {
      passed += read;
      if (System.nanoTime() - deadlineNs > 0) break;
    }
  }

  /** Why there is no body; empty if there is. */
  Optional<Fault> fault() {
    return Optional.ofNullable(fault);
  }

  byte[] bytes() {
    return bytes;
  }

  @Override public void close() {
    room.giveBack(bytes.length);
  }
}
