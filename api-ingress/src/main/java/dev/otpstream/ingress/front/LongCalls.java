package dev.otpstream.ingress.front;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/**
 * Calls with long bodies, one after the other: each takes long to parse, so it waits for others like it, and no usual call
 * waits for it. After one that came to nothing, so that it was answered without asking the engine, the thread rests as long
 * as it had worked: who sends long bodies that are refused gets half a processor at the most, however many there are.
 */
final class LongCalls implements AutoCloseable {
  private static final int LONG_BYTES = 64 * 1024;
  private final ExecutorService thread = Executors.newSingleThreadExecutor(
      Thread.ofPlatform().name("long-calls-", 0).daemon(true).factory());

  static boolean isLong(Call call) {
    return call.body().length > LONG_BYTES;
  }

  /** Does it when it is its turn. */
  CompletableFuture<Answer> answer(Call call, Function<Call, CompletableFuture<Answer>> work) {
    return CompletableFuture.completedFuture(call).thenComposeAsync(given -> resting(given, work), thread);
  }

  private static CompletableFuture<Answer> resting(Call call, Function<Call, CompletableFuture<Answer>> work) {
    long beganNs = System.nanoTime();
    CompletableFuture<Answer> answer = work.apply(call);
    boolean nothingOrdered = answer.isDone();
    if (nothingOrdered) LockSupport.parkNanos(System.nanoTime() - beganNs);
    return answer;
  }

  @Override public void close() {
    thread.shutdown();
  }
}
