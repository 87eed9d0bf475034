package dev.otpstream.webhooks;

import dev.otpstream.schemas.MessageState;
import dev.otpstream.schemas.StatusType;
import dev.otpstream.schemas.sealing.Keys;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;

/** Messages that go to a healthy receiver, one after the other, and how long each took. */
final class Neighbour implements AutoCloseable {
  private static final Duration PACE = Duration.ofMillis(20);
  private final KafkaProducer<String, Object> producer;
  private final Keys keys;
  private final Receiver receiver;
  private final Map<String, Instant> sent = new ConcurrentHashMap<>();
  private final List<Instant> kills = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService pace = Executors
      .newSingleThreadScheduledExecutor();
  private long next = 1_000_000; // beyond all other messages

  Neighbour(KafkaProducer<String, Object> producer, Keys keys, Receiver receiver) {
    this.producer = producer;
    this.keys = keys;
    this.receiver = receiver;
  }

  void start() {
    var _ = pace.scheduleAtFixedRate(this::sendNext, 0, PACE.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void sendNext() {
    long message = next++;
    sent.put(message + "-1", Instant.now());
    var _ = DeadForHoursTest.send(producer, keys, receiver, message, 1, StatusType.DELIVERED, MessageState.DELIVERED);
  }

  void killed() {
    kills.add(Instant.now());
  }

  void stop() {
    pace.close();
  }

  Set<String> missing() {
    var missing = new LinkedHashSet<>(sent.keySet());
    receiver.taken().forEach(missing::remove);
    return missing;
  }

  /** With the times in which nobody was there to call, and without them. */
  String report() {
    var arrived = new HashMap<String, Instant>();
    receiver.calls().forEach(call -> arrived.putIfAbsent(call.eventId(), call.at()));
    List<Instant> back = kills.stream().map(kill -> receiver.calls().stream().map(Receiver.Call::at)
        .filter(at -> at.isAfter(kill)).min(Instant::compareTo).orElseThrow()).toList();
    List<Long> all = sent.keySet().stream().map(id -> Duration.between(sent.get(id), arrived.get(id)).toMillis())
        .sorted().toList();
    List<Long> served = sent.keySet().stream().filter(id -> isApart(sent.get(id), arrived.get(id), back))
        .map(id -> Duration.between(sent.get(id), arrived.get(id)).toMillis()).sorted().toList();
    return "healthy neighbour: %d events, p99 %d ms with the kills; %d events, p50 %d ms, p99 %d ms apart from them"
        .formatted(all.size(), part(all, 0.99), served.size(), part(served, 0.5), part(served, 0.99));
  }

  private boolean isApart(Instant from, Instant to, List<Instant> back) {
    for (int i = 0; i < kills.size(); i++)
      if (from.isBefore(back.get(i).plusSeconds(1)) && to.isAfter(kills.get(i))) return false;
    return true;
  }

  private static long part(List<Long> sorted, double part) {
    return sorted.get(Math.min(sorted.size() - 1, (int) (sorted.size() * part)));
  }

  @Override public void close() {
    pace.shutdownNow();
  }
}
