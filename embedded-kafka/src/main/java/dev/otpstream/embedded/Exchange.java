package dev.otpstream.embedded;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.requests.AbstractRequest;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.RequestHeader;

/**
 * One request to one broker and its response, for what Kafka's clients have no method for.
 *
 * @see <a href="https://kafka.apache.org/protocol">Kafka protocol guide</a>
 */
final class Exchange {
  private static final int TIMEOUT_MS = Math.toIntExact(Duration.ofSeconds(10).toMillis());
  private static final String CLIENT_ID = "exchange";

  private Exchange() {}

  /**
   * Waits for the response.
   *
   * @throws IOException if the broker cannot be reached or does not respond
   */
  static AbstractResponse with(Node broker, AbstractRequest request) throws IOException {
    var header = new RequestHeader(request.apiKey(), request.version(), CLIENT_ID, 1);
    try (var socket = new Socket()) {
      socket.setSoTimeout(TIMEOUT_MS);
      socket.connect(new InetSocketAddress(broker.host(), broker.port()), TIMEOUT_MS);
      write(socket, request.serializeWithHeader(header));
      return AbstractResponse.parseResponse(read(socket), header);
    }
  }

  private static void write(Socket socket, ByteBuffer request) throws IOException {
    var out = new DataOutputStream(socket.getOutputStream());
    out.writeInt(request.remaining());
    out.write(request.array(), request.arrayOffset() + request.position(), request.remaining());
    out.flush();
  }

  private static ByteBuffer read(Socket socket) throws IOException {
    var in = new DataInputStream(socket.getInputStream());
    var response = new byte[in.readInt()];
    in.readFully(response);
    return ByteBuffer.wrap(response);
  }
}
