package dev.otpstream.benchmarks.load;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.function.Consumer;

/**
 * HTTP/1.1 over kept connections, one call at a time on each, all on the caller's thread: no hand-over between threads, no
 * objects to speak of. A call takes the connection used last, or a new one. RATIONALE.md says why it is our own.
 */
public final class HttpTransport implements Transport, AutoCloseable {
  private final Loop loop;
  private final InetSocketAddress server;
  private final long timeoutNs;
  private final ArrayDeque<Connection> idle = new ArrayDeque<>();
  private final LinkedHashSet<Connection> busy = new LinkedHashSet<>(); // by age, so by deadline
  private final ArrayDeque<Undelivered> undelivered = new ArrayDeque<>();

  private record Undelivered(Consumer<Reply> to, Reply reply) {}

  /**
   * A transport to one server; more of them may share a loop, and whichever is polled serves all.
   *
   * @param timeout how long a call may take from its sending to the last byte of its answer
   */
  public HttpTransport(Loop loop, InetSocketAddress server, Duration timeout) {
    this.loop = loop;
    this.server = server;
    this.timeoutNs = timeout.toNanos();
    loop.join(new Loop.Member() {
      @Override public boolean hasWork() {
        return !undelivered.isEmpty();
      }

      @Override public void turn() {
        deliver();
      }
    });
  }

  @Override public void call(byte[] request, Consumer<Reply> reply) {
    Connection connection = idle.pollLast();
    try {
      if (connection == null) connection = Connection.open(server, loop, this::goOn);
      busy.add(connection);
      connection.send(request, reply, System.nanoTime() + timeoutNs);
    } catch (IOException e) {
      if (connection != null) drop(connection);
      undelivered.add(new Undelivered(reply, new Reply.NoAnswer(problem(e))));
    }
  }

  @Override public void poll(long waitNs) {
    loop.poll(waitNs);
  }

  private void deliver() {
    expire();
    for (var next = undelivered.poll(); next != null; next = undelivered.poll())
      next.to().accept(next.reply());
  }

  private void goOn(Connection connection, ByteBuffer scratch) {
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
  }
}
