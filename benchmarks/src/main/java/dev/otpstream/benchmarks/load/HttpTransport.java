package dev.otpstream.benchmarks.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * HTTP/1.1 over kept connections, one call at a time on each, all on the caller's thread: no hand-over between threads, no
 * objects to speak of. A call takes the connection used last, or a new one. RATIONALE.md says why it is our own.
 */
public final class HttpTransport implements Transport, AutoCloseable {
  /** Selectors wait in whole milliseconds; below that we sleep this long, which costs less than to spin. */
  private static final long NAP_NS = 500_000;
  private static final long MS_NS = 1_000_000;
  private static final int SCRATCH_BYTES = 64 * 1024;

  private final InetSocketAddress server;
  private final long timeoutNs;
  private final Selector selector;
  private final ByteBuffer scratch = ByteBuffer.allocateDirect(SCRATCH_BYTES);
  private final ArrayDeque<Connection> idle = new ArrayDeque<>();
  private final LinkedHashSet<Connection> busy = new LinkedHashSet<>(); // by age, so by deadline
  private final ArrayDeque<Undelivered> undelivered = new ArrayDeque<>();

  private record Undelivered(Consumer<Reply> to, Reply reply) {}

  /** @param timeout how long a call may take from its sending to the last byte of its answer */
  public HttpTransport(InetSocketAddress server, Duration timeout) {
    this.server = server;
    this.timeoutNs = timeout.toNanos();
    try {
      selector = Selector.open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override public void call(byte[] request, Consumer<Reply> reply) {
    Connection connection = idle.pollLast();
    try {
      if (connection == null) connection = Connection.open(server, selector);
      busy.add(connection);
      connection.send(request, reply, System.nanoTime() + timeoutNs);
    } catch (IOException e) {
      if (connection != null) drop(connection);
      undelivered.add(new Undelivered(reply, new Reply.NoAnswer(problem(e))));
    }
  }

  @Override public void poll(long waitNs) {
    try {
      if (waitNs <= 0 || !undelivered.isEmpty()) {
        selector.selectNow();
      } else if (waitNs < MS_NS) {
        LockSupport.parkNanos(NAP_NS);
        selector.selectNow();
      } else {
        selector.select(waitNs / MS_NS);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    goOn();
    expire();
    for (var next = undelivered.poll(); next != null; next = undelivered.poll())
      next.to().accept(next.reply());
  }

  private void goOn() {
    Iterator<SelectionKey> keys = selector.selectedKeys().iterator();
    while (keys.hasNext()) {
      SelectionKey key = keys.next();
      keys.remove();
      if (key.isValid()) goOn((Connection) key.attachment());
    }
  }

  private void goOn(Connection connection) {
    try {
      connection.ready(scratch);
      Reply.Answer answer = connection.answer();
      if (answer != null) finish(connection, answer);
    } catch (IOException e) {
      fail(connection, problem(e));
    } catch (AnswerReader.NotUnderstood e) {
      fail(connection, "answer not understood: " + e.getMessage());
    }
  }

  private void finish(Connection connection, Reply answer) {
    Consumer<Reply> to = connection.release();
    if (connection.reusable()) {
      busy.remove(connection);
      idle.addLast(connection);
    } else {
      drop(connection);
    }
    undelivered.add(new Undelivered(to, answer));
  }

  private void fail(Connection connection, String problem) {
    drop(connection);
    if (connection.busy()) undelivered.add(new Undelivered(connection.release(), new Reply.NoAnswer(problem)));
  }

  private void drop(Connection connection) {
    connection.close();
    if (!busy.remove(connection)) idle.remove(connection);
  }

  private void expire() {
    if (busy.isEmpty()) return;
    long nowNs = System.nanoTime();
    while (!busy.isEmpty() && busy.getFirst().deadlineNs() - nowNs <= 0)
      fail(busy.getFirst(), "timeout");
  }

  private static String problem(IOException e) {
    return e instanceof ConnectException ? "no connection" : "connection broken";
  }

  @Override public void close() {
    new ArrayList<>(busy).forEach(this::drop);
    new ArrayList<>(idle).forEach(this::drop);
    try {
      selector.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
