package dev.otpstream.ingress.hostile;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
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
  private final List<Held> held = new ArrayList<>();

  private record Held(SocketChannel socket, String drip) {}

  Loris(int port, int sockets) throws IOException {
    for (int i = 0; i < sockets; i++) {
      SocketChannel socket = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      int kind = i % BEGINNINGS.size();
      socket.write(bytes(BEGINNINGS.get(kind)));
      socket.configureBlocking(false);
      held.add(new Held(socket, DRIPS.get(kind)));
    }
  }

  /** Gives each its next byte, and forgets those that the server has closed. */
  void drip() {
    held.removeIf(one -> !isHeld(one));
  }

  /** How many the server still lets hold on. */
  int holding() {
    return held.size();
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
