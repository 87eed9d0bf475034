package dev.otpstream.ingress;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** HTTP as bytes, one connection each, for requests that no decent client makes. */
public final class RawHttp {
  private static final int TIMEOUT_MS = (int) Duration.ofSeconds(30).toMillis();

  private RawHttp() {}

  private interface Saying {
    void to(Socket socket) throws IOException;
  }

  /** Sends a request and reads until the server closes. */
  static String exchange(int port, String request) {
    return exchange(port, socket -> socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1)));
  }

  /** The same, with our half of the connection ended after the request. */
  public static String exchangeAndEnd(int port, byte[] request) {
    return exchange(port, socket -> {
      socket.getOutputStream().write(request);
      socket.shutdownOutput();
    });
  }

  private static String exchange(int port, Saying saying) {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(TIMEOUT_MS);
      try {
        saying.to(socket);
      } catch (SocketException _) {
        // the server may answer and close before it has read all
      }
      return read(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Socket socket) throws IOException {
    var answer = new StringBuilder();
    byte[] chunk = new byte[8192];
    try {
      for (int n = socket.getInputStream().read(chunk); n >= 0; n = socket.getInputStream().read(chunk))
        answer.append(new String(chunk, 0, n, StandardCharsets.UTF_8));
    } catch (SocketException _) {
      // reset after the answer: what came is the answer
    }
    return answer.toString();
  }
}
