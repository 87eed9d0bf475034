package dev.otpstream.benchmarks.load;

import java.util.ArrayDeque;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** A server and its clock in one: answers after a fixed time, one call after the other, and can stall. */
final class VirtualServer implements Transport, LongSupplier {
  private final long serviceNs;
  private final ArrayDeque<Call> calls = new ArrayDeque<>();
  private long nowNs;
  private long freeAtNs;
  private int received;

  private record Call(long endsNs, Consumer<Reply> reply, Reply answer) {}

  VirtualServer(long serviceNs) {
    this.serviceNs = serviceNs;
  }

  /** From now on nothing is served for a while. */
  void stall(long ns) {
    freeAtNs = nowNs + ns;
  }

  int received() {
    return received;
  }

  @Override public void call(byte[] request, Consumer<Reply> reply) {
    received++;
    freeAtNs = Math.max(freeAtNs, nowNs) + serviceNs;
    calls.add(new Call(freeAtNs, reply, new Reply.Answer(200, "")));
  }

  @Override public void poll(long waitNs) {
    long untilNs = nowNs + Math.max(waitNs, 0);
    if (!calls.isEmpty()) untilNs = Math.min(untilNs, Math.max(nowNs, calls.getFirst().endsNs()));
    nowNs = untilNs;
    while (!calls.isEmpty() && calls.getFirst().endsNs() <= nowNs) {
      Call call = calls.removeFirst();
      call.reply().accept(call.answer());
    }
  }

  @Override public long getAsLong() {
    return nowNs;
  }
}
