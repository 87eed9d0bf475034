package dev.otpstream.benchmarks.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/** Where a load's hooks are called: takes every call on the load's own thread and answers 200. On loopback only. */
public final class HookListener implements AutoCloseable {
  private static final int BACKLOG = 1_024;

  private final Loop loop;
  private final Consumer<String> bodies;
  private final ServerSocketChannel listening;
  private final Set<HookConnection> connections = new HashSet<>();

  /** @param bodies hears what each call brought */
  public HookListener(Loop loop, Consumer<String> bodies) {
    this.loop = loop;
    this.bodies = bodies;
    try {
      listening = ServerSocketChannel.open();
      listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
      var _ = loop.register(listening, SelectionKey.OP_ACCEPT, _ -> accept());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where hooks may point to; every path below is taken. */
  public URI url() {
    try {
      int port = ((InetSocketAddress) listening.getLocalAddress()).getPort();
      return URI.create("http://127.0.0.1:" + port + "/hook");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept() {
    try {
      for (SocketChannel accepted = listening.accept(); accepted != null; accepted = listening.accept())
        connections.add(new HookConnection(accepted, loop, bodies, connections::remove));
    } catch (IOException e) {
      throw new UncheckedIOException("hooks cannot be taken", e);
    }
  }

  @Override public void close() {
    Set.copyOf(connections).forEach(HookConnection::close);
    try {
      listening.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
