package dev.otpstream.ingress.hostile;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Clients that hold connections as long as they can: some say nothing, some give a byte of a head now and then, some a
 * byte of a body, some claim a long body and give none. One thread drives them all; not thread-safe.
 */
final class Loris implements AutoCloseable {
  private static final String HEAD = "POST /v1/otp/send HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n";
  private static final List<String> BEGINNINGS = List.of("", HEAD + "X-Drip: ",
      HEAD + "Content-Length: 1048576\r\n\r\n{\"phone\":\"", HEAD + "Transfer-Encoding: chunked\r\n\r\n");
  private static final List<String> DRIPS = List.of("", "x", "1", "1\r\n ");
  private final Deque<Held> held = new ArrayDeque<>();
  private final int port;
  private final int sockets;
  private int opened;

  private record Held(SocketChannel socket, String drip) {}

  Loris(int port, int sockets) throws IOException {
    this.port = port;
    this.sockets = sockets;
    while (held.size() < sockets)
      open();
  }

  private void open() throws IOException {
    SocketChannel socket = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    int kind = opened++ % BEGINNINGS.size();
    socket.write(bytes(BEGINNINGS.get(kind)));
    socket.configureBlocking(false);
    held.add(new Held(socket, DRIPS.get(kind)));
  }

  /** Gives the next {@code few} their next byte, in turns, and opens others for those that the server has closed. */
  void press(int few) throws IOException {
    drip(few);
    while (held.size() < sockets)
      open();
  }

  /** Gives the next {@code few} their next byte, in turns, and forgets those that the server has closed. */
  void drip(int few) {
    for (int i = 0; i < few && !held.isEmpty(); i++) {
      Held one = held.removeFirst();
      if (isHeld(one)) held.addLast(one);
    }
  }

  /** How many the server still lets hold on. */
  int holding() {
    return held.size();
  }

  /** How many there were in all. */
  int opened() {
    return opened;
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static boolean isHeld(Held one) {
    try {
      int read = one.socket().read(ByteBuffer.allocate(1024));
      if (read >= 0) {
        one.socket().write(bytes(one.drip()));
        return true;
      }
      one.socket().close();
    } catch (IOException _) {
      // reset
    }
    return false;
  }

  @Override public void close() throws IOException {
    for (Held one : held)
      one.socket().close();
  }
}
