package dev.otpstream.benchmarks.platform;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** A process of the platform that we started. Closing it ends it. */
final class Child implements AutoCloseable {
  private static final Duration START_TIMEOUT = Duration.ofMinutes(3);
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(20);
  private static final long LOOK_NS = 50_000_000;
  private static final long LOG_TAIL_LINES = 12;

  private final Process process;
  private final Path log;
  private final CompletableFuture<String> ready = new CompletableFuture<>();

  /**
   * How to start it.
   *
   * @param settings   environment variables that it gets besides ours
   * @param unwanted   which of ours it must not see
   * @param readyWords how the line begins that it prints when it can serve
   */
  record Recipe(List<String> command, Map<String, String> settings, Predicate<String> unwanted, String readyWords) {
    @Override public String toString() {
      return "Recipe[" + command.getLast() + "]"; // the settings hold a token
    }
  }

  private Child(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * Starts it and returns at once.
   *
   * @param log where its standard error goes, behind what is there
   */
  static Child start(Recipe recipe, Path log) throws IOException {
    var builder = new ProcessBuilder(recipe.command())
        .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().keySet().removeIf(recipe.unwanted());
    builder.environment().putAll(recipe.settings());
    var child = new Child(builder.start(), log);
    // Not a virtual one: reading a pipe holds its carrier, and there are as many carriers as processors.
    Thread.ofPlatform().daemon().name("child-output").start(() -> child.readOutput(recipe.readyWords()));
    return child;
  }

  /** To the end, so that the process never waits for a reader. */
  private void readOutput(String readyWords) {
    try (BufferedReader lines = process.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(readyWords)) ready.complete(line.substring(readyWords.length()).strip());
      }
      ready.completeExceptionally(new IllegalStateException("it ended"));
    } catch (IOException e) {
      ready.completeExceptionally(e);
    }
  }

  /**
   * Waits until it can serve.
   *
   * @return what it said behind the words
   * @throws IllegalStateException if it does not serve in time; it is ended then
   */
  String awaitReady() {
    try {
      return ready.get(START_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      String tail = logTail();
      close();
      throw new IllegalStateException("the platform does not start" + tail, e.getCause());
    } catch (InterruptedException e) {
      close();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /**
   * Waits until an address answers 200.
   *
   * @throws IllegalStateException if it does not in time; the process is ended then
   */
  void awaitOk(URI address) {
    long giveUpNs = System.nanoTime() + START_TIMEOUT.toNanos();
    while (!JsonApi.answersOk(address)) {
      if (!process.isAlive() || System.nanoTime() > giveUpNs) {
        String tail = logTail();
        close();
        throw new IllegalStateException("the platform does not start" + tail);
      }
      LockSupport.parkNanos(LOOK_NS);
    }
  }

  private String logTail() {
    try {
      List<String> lines = Files.readAllLines(log);
      return lines.stream().skip(Math.max(0, lines.size() - LOG_TAIL_LINES))
          .reduce("; its log ends with", (text, line) -> text + "\n  " + line);
    } catch (IOException e) {
      return "";
    }
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  /** As {@code kill -9}; returns when it has ended. */
  void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  @Override public void close() {
    process.destroy();
    if (!awaitEnd()) kill();
  }

  private boolean awaitEnd() {
    try {
      return process.waitFor(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      return true;
    }
  }
}
