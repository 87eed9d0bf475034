package dev.otpstream.channel.sms;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jsmpp.PDUStringException;
import org.jsmpp.SMPPConstant;
import org.jsmpp.util.DefaultComposer;

/** A centre on loopback that does what no sane one does: it answers binds and unbinds, the rest is up to the test. */
final class FakeCentre implements AutoCloseable {
  static final DefaultComposer COMPOSER = new DefaultComposer();
  final List<Peer> peers = new CopyOnWriteArrayList<>();
  private final ServerSocket server;
  private final Script script;

  /** What it does about a PDU that is not a bind. */
  interface Script {
    void received(Peer peer, Pdu pdu) throws IOException;
  }

  /** One connection. */
  static final class Peer {
    private final Socket socket;

    private Peer(Socket socket) {
      this.socket = socket;
    }

    synchronized void write(byte[] octets) {
      try {
        socket.getOutputStream().write(octets);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    void close() throws IOException {
      socket.close();
    }
  }

  FakeCentre(Script script) {
    this(listening(), script);
  }

  FakeCentre(ServerSocket server, Script script) {
    this.server = server;
    this.script = script;
    Thread.ofVirtual().start(this::accept);
  }

  private static ServerSocket listening() {
    try {
      return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return server.getLocalPort();
  }

  @Override public void close() throws IOException {
    server.close();
    for (Peer peer : peers)
      peer.close();
  }

  private void accept() {
    try {
      while (true) {
        var peer = new Peer(server.accept());
        peers.add(peer);
        Thread.ofVirtual().start(() -> serve(peer));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void serve(Peer peer) {
    try (Socket socket = peer.socket) {
      var in = new DataInputStream(socket.getInputStream());
      while (true) {
        int length = in.readInt();
        byte[] octets = ByteBuffer.allocate(length).putInt(length).array();
        in.readFully(octets, Integer.BYTES, length - Integer.BYTES);
        Pdu pdu = Pdu.of(octets);
        if (pdu.commandId() == SMPPConstant.CID_BIND_TRANSCEIVER)
          peer.write(COMPOSER.bindResp(SMPPConstant.CID_BIND_TRANSCEIVER_RESP, pdu.sequenceNumber(), "fake"));
        else
          script.received(peer, pdu);
        if (pdu.commandId() == SMPPConstant.CID_UNBIND) peer.write(Pdus.unbindResponse(pdu.sequenceNumber()));
      }
    } catch (IOException | UncheckedIOException e) {
      // the other side left
    } catch (PDUStringException e) {
      throw new IllegalStateException(e);
    }
  }
}
