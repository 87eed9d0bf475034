package dev.otpstream.simulators.stage;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** One kept HTTP/1.1 connection to a caller; for one thread at a time. */
final class CallbackConnection implements Closeable {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(10);
  private static final int LINE_MAX = 8 * 1024;
  private static final int SKIPPED_BYTES_MAX = 64 * 1024;

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private boolean reusable;
  private long usedAtNanos;

  private CallbackConnection(Socket socket) throws IOException {
    this.socket = socket;
    in = new BufferedInputStream(socket.getInputStream());
    out = socket.getOutputStream();
  }

  static CallbackConnection open(URI to) throws IOException {
    boolean secure = "https".equals(to.getScheme());
    int port = to.getPort() >= 0 ? to.getPort() : secure ? 443 : 80;
    var plain = new Socket();
    try {
      plain.setTcpNoDelay(true);
      plain.setSoTimeout((int) ANSWER_TIMEOUT.toMillis());
      plain.connect(new InetSocketAddress(to.getHost(), port), (int) CONNECT_TIMEOUT.toMillis());
      return new CallbackConnection(secure ? secure(plain, to.getHost(), port) : plain);
    } catch (IOException | RuntimeException e) {
      plain.close();
      throw e;
    }
  }

  /** @return the HTTP status; the body of the answer is passed over */
  int post(URI to, Map<String, String> headers, byte[] body) throws IOException {
    reusable = false;
    out.write(request(to, headers, body));
    out.flush();
    String statusLine = line();
    int status = status(statusLine);
    boolean kept = statusLine.startsWith("HTTP/1.1");
    long length = -1;
    for (String header = line(); !header.isEmpty(); header = line()) {
      String lower = header.toLowerCase(Locale.ROOT);
      if (lower.startsWith("content-length:")) length = Long.parseLong(lower.substring(lower.indexOf(':') + 1).strip());
      if (lower.startsWith("connection:") && lower.contains("close")) kept = false;
    }
    if (status == 204) length = 0;
    if (kept && length >= 0 && length <= SKIPPED_BYTES_MAX) {
      in.skipNBytes(length);
      reusable = true;
    }
    usedAtNanos = System.nanoTime();
    return status;
  }

  /** Whether another post may be tried; a connection that rested long may have been closed by its peer. */
  boolean isReusable(Duration restMax) {
    return reusable && System.nanoTime() - usedAtNanos < restMax.toNanos();
  }

  @Override public void close() throws IOException {
    socket.close();
  }

  private static byte[] request(URI to, Map<String, String> headers, byte[] body) {
    var head = new StringBuilder(256).append("POST ")
        .append(to.getRawPath().isEmpty() ? "/" : to.getRawPath())
        .append(to.getRawQuery() == null ? "" : "?" + to.getRawQuery())
        .append(" HTTP/1.1\r\nHost: ")
        .append(to.getRawAuthority())
        .append("\r\nContent-Length: ")
        .append(body.length)
        .append("\r\n");
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    byte[] octets = head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    byte[] whole = new byte[octets.length + body.length];
    System.arraycopy(octets, 0, whole, 0, octets.length);
    System.arraycopy(body, 0, whole, octets.length, body.length);
    return whole;
  }

  private static int status(String statusLine) throws IOException {
    String[] words = statusLine.split(" ", 3);
    if (words.length < 2 || !words[0].startsWith("HTTP/1.")) throw new IOException("no HTTP answer");
    try {
      return Integer.parseInt(words[1]);
    } catch (NumberFormatException e) {
      throw new IOException("no HTTP status", e);
    }
  }

  private String line() throws IOException {
    var line = new StringBuilder(64);
    for (int octet = in.read(); octet != '\n'; octet = in.read()) {
      if (octet < 0) throw new EOFException("connection closed in the answer");
      if (line.length() >= LINE_MAX) throw new IOException("line too long");
      if (octet != '\r') line.append((char) octet);
    }
    return line.toString();
  }

  private static Socket secure(Socket plain, String host, int port) throws IOException {
    var factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
    var socket = (SSLSocket) factory.createSocket(plain, host, port, true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }
}
