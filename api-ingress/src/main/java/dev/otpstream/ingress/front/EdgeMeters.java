package dev.otpstream.ingress.front;

import dev.otpstream.kit.observe.Buckets;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/** Counts and times answers by front, operation and status: all three from short lists, so the meters stay few. */
final class EdgeMeters {
  private record Kind(String front, String operation, int status) {}

  private final MeterRegistry registry;
  private final ConcurrentMap<Kind, io.micrometer.core.instrument.Counter> counters = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, Timer> timers = new ConcurrentHashMap<>();

  EdgeMeters(MeterRegistry registry, IntSupplier inside, IntSupplier connections, LongSupplier bodies) {
    this.registry = registry;
    Gauge.builder("otp.http.inside", inside, IntSupplier::getAsInt).strongReference(true)
        .description("calls being answered")
        .register(registry);
    Gauge.builder("otp.http.connections", connections, IntSupplier::getAsInt).strongReference(true)
        .description("connections that are open").register(registry);
    Gauge.builder("otp.http.bodies.bytes", bodies, LongSupplier::getAsLong).strongReference(true)
        .description("long bodies in memory").register(registry);
  }

  void answered(String front, String operation, int status, long tookNs) {
    counters.computeIfAbsent(new Kind(front, operation, status), kind -> registry.counter("otp.http.requests", "front",
        front, "operation", operation, "status", Integer.toString(status))).increment();
    timers.computeIfAbsent(front + " " + operation, _ -> Timer.builder("otp.http.seconds").tag("front", front)
        .tag("operation", operation).serviceLevelObjectives(Buckets.answers()).register(registry))
        .record(tookNs, TimeUnit.NANOSECONDS);
  }
}
