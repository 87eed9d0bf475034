package dev.otpstream.webhooks.call;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** A receiver on loopback that counts connections and behaves as it is told, well or badly. */
final class Listener implements AutoCloseable {
  /** What it does with a connection after the request's head has come. */
  interface Behaviour {
    void on(Socket connection) throws IOException, InterruptedException;
  }

  final AtomicInteger connections = new AtomicInteger();
  private final ServerSocket socket;
  private final Behaviour behaviour;

  Listener(Behaviour behaviour) {
    this.behaviour = behaviour;
    try {
      socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  /** Answers with these very bytes and closes. */
  static Listener saying(String answer) {
    return new Listener(connection -> connection.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII)));
  }

  /** Answers with this head line, these header lines and no body. */
  static Listener answering(String status, String... headers) {
    return saying("HTTP/1.1 " + status + "\r\nContent-Length: 0\r\nConnection: close\r\n"
        + String.join("", java.util.Arrays.stream(headers).map(header -> header + "\r\n").toList()) + "\r\n");
  }

  int port() {
    return socket.getLocalPort();
  }

  String url() {
    return "http://127.0.0.1:" + port() + "/hook";
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket connection = socket.accept();
        connections.incrementAndGet();
        Thread.ofVirtual().start(() -> serve(connection));
      } catch (IOException _) {
        return; // closed
      }
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      readRequest(connection.getInputStream());
      behaviour.on(connection);
    } catch (IOException _) {
      // the caller has hung up
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void readRequest(InputStream in) throws IOException {
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) return;
      head.append((char) next);
    }
    int at = head.indexOf("Content-Length: ");
    if (at >= 0) {
      int length = Integer.parseInt(head.substring(at + 16, head.indexOf("\r", at)));
      in.readNBytes(length); // or closing the connection would reset it before the answer has been read
    }
  }

  @Override public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
