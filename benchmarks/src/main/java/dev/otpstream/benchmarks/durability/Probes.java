package dev.otpstream.benchmarks.durability;

import dev.otpstream.benchmarks.scenarios.PhoneNumbers;
import dev.otpstream.benchmarks.scenarios.Target;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/** Verifies of recipients in all partitions, asked again and again until each is answered. */
final class Probes {
  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(8);
  private static final Duration GIVE_UP = Duration.ofMinutes(10);
  private static final int PER_PARTITION = 16;
  private static final long PAUSE_NS = 50_000_000;

  private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI verify;
  private final String key;
  private final List<String> phones;

  /** Asks so many in each partition of so many, by chance: one is left out once in millions of runs. */
  Probes(Target target, int partitions) {
    this.verify = target.url().resolve("/v1/otp/verify");
    this.key = target.account().zapnotyKey();
    var numbers = PhoneNumbers.fromAnywhere();
    this.phones = IntStream.range(0, partitions * PER_PARTITION).mapToObj(_ -> numbers.next()).toList();
  }

  /** When the first and when the last of them was answered, since a moment. */
  record Answered(Duration first, Duration all) {}

  /**
   * Asks until all are answered.
   *
   * @throws IllegalStateException if they are not in ten minutes
   */
  Answered await(long sinceNs) {
    var answeredNs = new ArrayList<CompletableFuture<Long>>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      phones.forEach(phone -> answeredNs.add(CompletableFuture.supplyAsync(() -> awaitOne(phone), threads)));
      List<Long> all = answeredNs.stream().map(CompletableFuture::join).sorted().toList();
      return new Answered(Duration.ofNanos(all.getFirst() - sinceNs), Duration.ofNanos(all.getLast() - sinceNs));
    } catch (CompletionException e) {
      throw new IllegalStateException("the engine does not come back", e.getCause());
    }
  }

  private long awaitOne(String phone) {
    HttpRequest request = HttpRequest.newBuilder(verify).timeout(CALL_TIMEOUT).header("Authorization", "Bearer " + key)
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString("{\"phone\":\"+" + phone + "\",\"code\":\"000000\"}")).build();
    long giveUpNs = System.nanoTime() + GIVE_UP.toNanos();
    while (System.nanoTime() < giveUpNs) {
      try {
        if (http.send(request, BodyHandlers.discarding()).statusCode() == 200) return System.nanoTime();
      } catch (IOException e) {
        // asked again soon
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted", e);
      }
      LockSupport.parkNanos(PAUSE_NS);
    }
    throw new IllegalStateException("no answer in " + GIVE_UP);
  }
}
