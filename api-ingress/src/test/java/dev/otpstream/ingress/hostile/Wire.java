package dev.otpstream.ingress.hostile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** Bytes to an ingress and back, one connection each. */
final class Wire {
  private static final int SOCKET_TIMEOUT_MS = 30_000;

  private Wire() {}

  /** Says something, ends its half of the connection, and listens until the ingress ends the other one. */
  static Said exchange(int port, byte[] request) {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(SOCKET_TIMEOUT_MS);
      try {
        socket.getOutputStream().write(request);
        socket.shutdownOutput();
      } catch (SocketException _) {
        // the ingress may answer and close before it has read all
      }
      return Said.of(read(socket));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Socket socket) throws IOException {
    var said = new StringBuilder();
    byte[] chunk = new byte[8192];
    try {
      for (int n = socket.getInputStream().read(chunk); n >= 0; n = socket.getInputStream().read(chunk))
        said.append(new String(chunk, 0, n, StandardCharsets.UTF_8));
    } catch (SocketException _) {
      // reset after the answer: what came is the answer
    }
    return said.toString();
  }
}
