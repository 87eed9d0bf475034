package dev.otpstream.webhooks;

import dev.otpstream.schemas.MessageState;
import dev.otpstream.schemas.StatusType;
import dev.otpstream.schemas.sealing.Keys;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.KafkaProducer;

/** Messages that go to a healthy receiver, one after the other, and how long each took. */
final class Neighbour implements AutoCloseable {
  private static final Duration PACE = Duration.ofMillis(20);
  private final KafkaProducer<String, Object> producer;
  private final Keys keys;
  private final Receiver receiver;
  private final Map<String, Instant> sent = new ConcurrentHashMap<>();
  private final NavigableMap<Instant, String> phases = new ConcurrentSkipListMap<>();
  private final ScheduledExecutorService pace = Executors
      .newSingleThreadScheduledExecutor();
  private long next = 1_000_000; // beyond all other messages

  Neighbour(KafkaProducer<String, Object> producer, Keys keys, Receiver receiver) {
    this.producer = producer;
    this.keys = keys;
    this.receiver = receiver;
  }

  void start(String phase) {
    enters(phase);
    var _ = pace.scheduleAtFixedRate(this::sendNext, 0, PACE.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void sendNext() {
    long message = next++;
    sent.put(message + "-1", Instant.now());
    var _ = DeadForHoursTest.send(producer, keys, receiver, message, 1, StatusType.DELIVERED, MessageState.DELIVERED);
  }

  /** From now on. */
  void enters(String phase) {
    phases.put(Instant.now(), phase);
  }

  void stop() {
    pace.close();
  }

  Set<String> missing() {
    var missing = new LinkedHashSet<>(sent.keySet());
    receiver.taken().forEach(missing::remove);
    return missing;
  }

  /** How long events took, by the phase in which they were sent. */
  String report() {
    return took().entrySet().stream().map(phase -> {
      List<Long> sorted = phase.getValue().stream().sorted().toList();
      return "healthy neighbour %s: %d events, p50 %d ms, p99 %d ms".formatted(phases.get(phase.getKey()),
          sorted.size(), part(sorted, 0.5), part(sorted, 0.99));
    }).collect(Collectors.joining(System.lineSeparator()));
  }

  /**
   * The 99th percentile over a stretch of real time that begins with the first phase as it was, and for the rest is like
   * the second: how long a service takes to come back does not shrink with the scale of a test.
   */
  long p99Ms(Duration stretch) {
    var took = List.copyOf(took().values());
    long rest = stretch.dividedBy(PACE) - took.get(0).size();
    double each = rest / (double) took.get(1).size();
    var weights = new TreeMap<Long, Double>(Comparator.reverseOrder());
    took.get(0).forEach(ms -> weights.merge(ms, 1.0, Double::sum));
    took.get(1).forEach(ms -> weights.merge(ms, each, Double::sum));
    double slowest = stretch.dividedBy(PACE) * 0.01;
    for (var entry : weights.entrySet()) {
      slowest -= entry.getValue();
      if (slowest < 0) return entry.getKey();
    }
    throw new IllegalStateException("nothing was sent");
  }

  private NavigableMap<Instant, List<Long>> took() {
    var arrived = new HashMap<String, Instant>();
    receiver.calls().forEach(call -> arrived.putIfAbsent(call.eventId(), call.at()));
    var took = new TreeMap<Instant, List<Long>>();
    sent.forEach((id, at) -> took.computeIfAbsent(phases.floorKey(at), _ -> new ArrayList<>())
        .add(Duration.between(at, arrived.get(id)).toMillis()));
    return took;
  }

  private static long part(List<Long> sorted, double part) {
    return sorted.get(Math.min(sorted.size() - 1, (int) (sorted.size() * part)));
  }

  @Override public void close() {
    pace.shutdownNow();
  }
}
