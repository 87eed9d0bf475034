package dev.otpstream.benchmarks.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** One connection that carries one call at a time and is kept for the next. */
final class Connection {
  private final SocketChannel channel;
  private final SelectionKey key;
  private final AnswerReader reader = new AnswerReader();
  private ByteBuffer outgoing;
  private Consumer<Reply> waiting;
  private long deadlineNs;

  private Connection(SocketChannel channel, Loop loop, BiConsumer<Connection, ByteBuffer> goOn) throws IOException {
    this.channel = channel;
    key = loop.register(channel, channel.isConnected() ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT,
        scratch -> goOn.accept(this, scratch));
  }

  /** @param goOn who is told when the connection can go on */
  static Connection open(InetSocketAddress server, Loop loop, BiConsumer<Connection, ByteBuffer> goOn)
      throws IOException {
    SocketChannel channel = SocketChannel.open();
    try {
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.connect(server);
      return new Connection(channel, loop, goOn);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  boolean busy() {
    return waiting != null;
  }

  long deadlineNs() {
    return deadlineNs;
  }

  void send(byte[] request, Consumer<Reply> reply, long untilNs) throws IOException {
    waiting = reply;
    deadlineNs = untilNs;
    outgoing = ByteBuffer.wrap(request);
    if (channel.isConnected()) write();
  }

  /** Goes on with what the selector found possible. */
  void ready(ByteBuffer scratch) throws IOException {
    if (key.isConnectable() && channel.finishConnect()) {
      key.interestOps(SelectionKey.OP_READ);
      write();
      return;
    }
    if (key.isWritable()) write();
    if (key.isReadable()) read(scratch);
  }

  private void write() throws IOException {
    if (outgoing == null) return;
    channel.write(outgoing);
    boolean done = !outgoing.hasRemaining();
    if (done) outgoing = null;
    int wanted = done ? SelectionKey.OP_READ : SelectionKey.OP_READ | SelectionKey.OP_WRITE;
    if (key.interestOps() != wanted) key.interestOps(wanted);
  }

  private void read(ByteBuffer scratch) throws IOException {
    while (true) {
      scratch.clear();
      int count = channel.read(scratch);
      if (count < 0) throw new IOException("closed by the server");
      if (count > 0) reader.take(scratch.flip());
      if (count < scratch.capacity()) return;
    }
  }

  /** The answer to the call it carries, or null if it is not complete. */
  Reply.Answer answer() throws AnswerReader.NotUnderstood {
    Reply.Answer answer = reader.next();
    if (answer != null && waiting == null) throw new AnswerReader.NotUnderstood("answer without a call");
    return answer;
  }

  /** Whether the next call can use it. */
  boolean reusable() {
    return !reader.closing() && !reader.hasBytes() && outgoing == null;
  }

  /** Frees it from its call and answers who waits for that. */
  Consumer<Reply> release() {
    Consumer<Reply> who = waiting;
    waiting = null;
    return who;
  }

  void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // nothing is lost with a connection that is given up
    }
  }
}
