package dev.otpstream.engine;

import dev.otpstream.schemas.serde.RegistrySettings;
import dev.otpstream.schemas.serde.SchemaRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.avro.Schema;

/** A registry that is away for some calls, and then is back. What it was asked before, it remembers, as any does. */
final class AbsentRegistry implements SchemaRegistry {
  /** Nobody listens there. */
  private static final SchemaRegistry NOBODY = SchemaRegistry.from(Map.of(RegistrySettings.URL, "http://127.0.0.1:1"));
  final AtomicInteger callsAway = new AtomicInteger();
  private final Map<String, Integer> ids = new ConcurrentHashMap<>();
  private final Map<Integer, Schema> known = new ConcurrentHashMap<>();
  private final SchemaRegistry present;

  AbsentRegistry(SchemaRegistry present) {
    this.present = present;
  }

  @Override public int register(String subject, Schema schema) {
    int id = ids.computeIfAbsent(subject + schema, _ -> answering().register(subject, schema));
    known.put(id, schema);
    return id;
  }

  @Override public Schema byId(int id) {
    return known.computeIfAbsent(id, _ -> answering().byId(id));
  }

  private SchemaRegistry answering() {
    return callsAway.getAndUpdate(left -> Math.max(0, left - 1)) > 0 ? NOBODY : present;
  }
}
