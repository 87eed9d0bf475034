package dev.otpstream.benchmarks.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/** One connection on which hooks are called, one call after the other. What is not understood closes it. */
final class HookConnection {
  private static final byte[] TAKEN = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
      .getBytes(StandardCharsets.US_ASCII);
  private static final int BODY_MAX = 1 << 20;
  private static final String NUMBER = "\\d{1,7}";

  private final SocketChannel channel;
  private final Consumer<String> bodies;
  private final Consumer<HookConnection> whenClosed;
  private byte[] bytes = new byte[1_024];
  private int size;

  HookConnection(SocketChannel channel, Loop loop, Consumer<String> bodies, Consumer<HookConnection> whenClosed)
      throws IOException {
    this.channel = channel;
    this.bodies = bodies;
    this.whenClosed = whenClosed;
    var _ = loop.register(channel, SelectionKey.OP_READ, this::read);
  }

  private void read(ByteBuffer scratch) {
    try {
      scratch.clear();
      int count = channel.read(scratch);
      if (count < 0) {
        close();
        return;
      }
      take(scratch.flip());
      while (takeCall()) {
        // a client that does not wait for answers may have sent more
      }
    } catch (IOException e) {
      close();
    }
  }

  private void take(ByteBuffer arrived) {
    int count = arrived.remaining();
    if (size + count > bytes.length) bytes = Arrays.copyOf(bytes, Math.max(size + count, bytes.length * 2));
    arrived.get(bytes, size, count);
    size += count;
  }

  private boolean takeCall() throws IOException {
    int headEnd = HttpHead.end(bytes, size);
    if (headEnd < 0) {
      if (size > HttpHead.MAX) throw new IOException("head too long");
      return false;
    }
    String length = HttpHead.read(bytes, headEnd).field("content-length");
    if (!length.matches(NUMBER) || Integer.parseInt(length) > BODY_MAX) throw new IOException("no usable length");
    int bodyAt = headEnd + 4;
    int end = bodyAt + Integer.parseInt(length);
    if (size < end) return false;
    String body = new String(bytes, bodyAt, end - bodyAt, StandardCharsets.UTF_8);
    System.arraycopy(bytes, end, bytes, 0, size - end);
    size -= end;
    if (channel.write(ByteBuffer.wrap(TAKEN)) != TAKEN.length) throw new IOException("the caller reads no answers");
    bodies.accept(body);
    return true;
  }

  void close() {
    whenClosed.accept(this);
    try {
      channel.close();
    } catch (IOException e) {
      // nothing is lost with a connection that is given up
    }
  }
}
