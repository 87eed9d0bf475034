package dev.otpstream.channel.sms;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** PDUs over a TCP connection. Any thread may write and close; one reads. */
final class Wire implements AutoCloseable {
  /** No PDU of ours or theirs comes near it; a longer one is a lost border or an attack. */
  static final int PDU_OCTETS_MAX = 0x10000 + 1024;

  /** The TCP socket, below TLS if there is any: closing TLS itself waits for whoever is stuck in a write. */
  private final Socket tcp;
  private final DataInputStream in;
  private final OutputStream out;
  private final Duration writeTimeout;
  private final ReentrantLock writing = new ReentrantLock();

  private Wire(Socket tcp, Socket stream, Duration writeTimeout) throws IOException {
    this.tcp = tcp;
    this.writeTimeout = writeTimeout;
    in = new DataInputStream(new BufferedInputStream(stream.getInputStream()));
    out = stream.getOutputStream();
  }

  /**
   * Connects within the timeout, which also bounds each step of a TLS handshake and the wait for other writers.
   *
   * @param tls what to trust; empty: no TLS
   */
  static Wire connect(String host, int port, Optional<SSLContext> tls, Duration timeout) throws IOException {
    var socket = new Socket();
    try {
      socket.setTcpNoDelay(true);
      socket.setKeepAlive(true);
      socket.connect(new InetSocketAddress(host, port), (int) timeout.toMillis());
      return new Wire(socket, tls.isPresent() ? secured(socket, tls.get(), host, port, timeout) : socket, timeout);
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  private static Socket secured(Socket plain, SSLContext tls, String host, int port, Duration timeout)
      throws IOException {
    var socket = (SSLSocket) tls.getSocketFactory().createSocket(plain, host, port, true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS"); // the certificate must be the host's
    socket.setSSLParameters(parameters);
    plain.setSoTimeout((int) timeout.toMillis());
    socket.startHandshake();
    plain.setSoTimeout(0);
    return socket;
  }

  /** Waits for the next PDU, for as long as the connection lives. */
  Pdu read() throws IOException {
    int length = in.readInt();
    if (length < Pdu.HEADER_OCTETS || length > PDU_OCTETS_MAX)
      throw new IOException("a PDU of " + length + " octets");
    byte[] octets = ByteBuffer.allocate(length).putInt(length).array();
    in.readFully(octets, Integer.BYTES, length - Integer.BYTES);
    return Pdu.of(octets);
  }

  /**
   * Writes a PDU.
   *
   * @throws IOException if not all of it was handed over, so that the other side cannot have it
   */
  void write(byte[] pdu) throws IOException, InterruptedException {
    if (!writing.tryLock(writeTimeout.toNanos(), TimeUnit.NANOSECONDS))
      throw new IOException("the other side does not read");
    try {
      out.write(pdu);
    } finally {
      writing.unlock();
    }
  }

  @Override public void close() {
    try {
      tcp.close();
    } catch (IOException _) {
      // it is gone either way
    }
  }
}
