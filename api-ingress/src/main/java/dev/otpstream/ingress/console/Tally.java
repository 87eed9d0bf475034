package dev.otpstream.ingress.console;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** What happened in one slot of time. Not thread-safe. */
final class Tally {
  /** What is counted of all messages together. */
  enum Event {
    ACCEPTED, DISPATCHED, SENT, DELIVERED, VERIFIED, FAILED, FALLBACK, ATTEMPT_FAILED, LOCKED, UNDELIVERABLE, EXPIRED
  }

  /** How far the messages came that were accepted in the slot, on one channel. */
  static final class Funnel {
    long accepted;
    long fallenBack;
    long passedOver;
    long dispatched;
    long delivered;
    long verified;

    void add(Funnel other) {
      accepted += other.accepted;
      fallenBack += other.fallenBack;
      passedOver += other.passedOver;
      dispatched += other.dispatched;
      delivered += other.delivered;
      verified += other.verified;
    }
  }

  /** A provider, and the channel it serves. */
  record Provider(String channel, String name) {}

  /** What a provider said in the slot. */
  static final class Words {
    long sent;
    long delivered;
    long unclear;
    final Map<String, Long> failures = new HashMap<>();

    void add(Words other) {
      sent += other.sent;
      delivered += other.delivered;
      unclear += other.unclear;
      other.failures.forEach((reason, count) -> failures.merge(reason, count, Long::sum));
    }

    long failed() {
      return failures.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  /** More than there will ever be; a record that names yet another is not counted. */
  private static final int NAMES_MAX = 50;
  final Map<Event, Long> events = new EnumMap<>(Event.class);
  final Map<String, Funnel> funnels = new HashMap<>();
  final Map<Provider, Words> providers = new HashMap<>();

  void count(Event event) {
    events.merge(event, 1L, Long::sum);
  }

  Funnel funnel(String channel) {
    return bounded(funnels, channel, Funnel::new);
  }

  Words provider(Provider provider) {
    return bounded(providers, provider, Words::new);
  }

  void add(Tally other) {
    other.events.forEach((event, count) -> events.merge(event, count, Long::sum));
    other.funnels.forEach((channel, funnel) -> funnel(channel).add(funnel));
    other.providers.forEach((provider, words) -> provider(provider).add(words));
  }

  private static <K, V> V bounded(Map<K, V> map, K key, Supplier<V> maker) {
    if (map.size() >= NAMES_MAX && !map.containsKey(key)) return maker.get();
    return map.computeIfAbsent(key, _ -> maker.get());
  }
}
