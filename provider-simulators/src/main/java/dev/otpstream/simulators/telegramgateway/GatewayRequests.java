package dev.otpstream.simulators.telegramgateway;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** The newest request ids. Thread-safe. */
final class GatewayRequests {
  static final int REQUESTS_MAX = 100_000;

  // starts at the clock, so that ids of an earlier run are never given again
  private final AtomicLong nextId = new AtomicLong(Instant.now().toEpochMilli() * 1000);
  private final Map<String, GatewayRequest> byId = new ConcurrentHashMap<>();
  private final Queue<String> oldestFirst = new ConcurrentLinkedQueue<>();
  private final AtomicInteger size = new AtomicInteger();

  GatewayRequest open(String phone) {
    var request = new GatewayRequest(newId(), phone);
    byId.put(request.id(), request);
    oldestFirst.add(request.id());
    if (size.incrementAndGet() > REQUESTS_MAX) {
      byId.remove(oldestFirst.remove());
      size.decrementAndGet();
    }
    return request;
  }

  Optional<GatewayRequest> find(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  String newId() {
    return Long.toString(nextId.getAndIncrement());
  }
}
