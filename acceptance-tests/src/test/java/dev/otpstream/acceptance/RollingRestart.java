package dev.otpstream.acceptance;

import static org.awaitility.Awaitility.await;

import dev.otpstream.acceptance.Caller.Answer;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * People who send and verify codes all the time while an operator restarts one service after the other. Each is a client
 * as our documents ask for: after a 503 it waits as long as {@code Retry-After} says, where nobody listens it goes to the
 * other ingress, as a balancer would, and each order has an idempotency key.
 */
final class RollingRestart {
  private static final int PEOPLE = 4;
  private static final Duration BREATH = Duration.ofMillis(250);
  /** Nobody waits longer for one answer. */
  private static final Duration GIVES_UP = Duration.ofMinutes(1);
  private final List<Caller> doors;
  private final Phones phones;
  private final AtomicInteger numbers;
  private final AtomicBoolean over = new AtomicBoolean();
  private final Map<String, Duration> longestPauses = new LinkedHashMap<>();
  private volatile String restarting = "nothing";
  /** Calls that got another answer than the one they came for. */
  final List<String> failed = new CopyOnWriteArrayList<>();
  /** Messages that were accepted, and whose codes verified. */
  final Set<Long> verified = ConcurrentHashMap.newKeySet();

  RollingRestart(Caller caller, List<URI> ingresses, Phones phones, AtomicInteger numbers) {
    this.doors = ingresses.stream().map(caller::at).toList();
    this.phones = phones;
    this.numbers = numbers;
  }

  /** Restarts the services one by one; returns when all people have ended what they had begun. */
  void of(List<String> services, Consumer<String> restart)
      throws ExecutionException, InterruptedException {
    try (ExecutorService people = Executors.newVirtualThreadPerTaskExecutor()) {
      var lives = new ArrayList<Future<Void>>();
      for (int i = 0; i < PEOPLE; i++)
        lives.add(people.submit(this::live));
      try {
        for (String service : services) {
          restarting = service;
          restart.accept(service);
          int before = verified.size();
          await().atMost(GIVES_UP).until(() -> verified.size() > before + PEOPLE); // it is at work again
        }
      } finally {
        over.set(true);
      }
      for (Future<Void> life : lives)
        life.get();
    }
  }

  Map<String, Duration> longestPauses() {
    synchronized (longestPauses) {
      return Map.copyOf(longestPauses);
    }
  }

  private Void live() {
    while (!over.get()) {
      String phone = Phones.number(numbers.incrementAndGet());
      Answer sent = patiently(door -> door.send(phone, "send-" + phone));
      if (!sent.sent()) {
        failed.add("send: " + sent);
        continue;
      }
      String code = phones.codeOn(phone);
      Answer answer = patiently(door -> door.verify(phone, code, "verify-" + phone));
      if (answer.verified()) verified.add(sent.messageId());
      else
        failed.add("verify: " + answer);
      pause(BREATH);
    }
    return null;
  }

  private interface Asking {
    Answer of(Caller door);
  }

  /** One call, until it is answered. */
  private Answer patiently(Asking asking) {
    String during = restarting;
    long began = System.nanoTime();
    for (int tries = 0;; tries++) {
      Answer answer = asking.of(doors.get(tries % doors.size()));
      Duration took = Duration.ofNanos(System.nanoTime() - began);
      boolean again = answer.status() == 0 || (answer.status() == 503 && answer.retryAfter().isPresent());
      if (!again || took.compareTo(GIVES_UP) > 0) {
        remember(during, took);
        return answer;
      }
      pause(answer.retryAfter().orElse(Duration.ofMillis(50)));
    }
  }

  private void remember(String during, Duration took) {
    synchronized (longestPauses) {
      longestPauses.merge(during, took, (one, other) -> one.compareTo(other) > 0 ? one : other);
    }
  }

  private static void pause(Duration pause) {
    await().pollDelay(pause).atMost(pause.plus(GIVES_UP)).until(() -> true);
  }
}
