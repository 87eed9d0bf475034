package dev.otpstream.schemas.serde;

import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.kafka.common.errors.SerializationException;

/** A registry in memory, for tests of topologies that need no network. */
final class MemoryRegistry implements SchemaRegistry {
  private final List<Schema> schemas = new ArrayList<>();

  @Override public synchronized int register(String subject, Schema schema) {
    int known = schemas.indexOf(schema);
    if (known >= 0) return known + 1;
    schemas.add(schema);
    return schemas.size();
  }

  @Override public synchronized Schema byId(int id) {
    if (id < 1 || id > schemas.size()) throw new SerializationException("unknown schema id " + id);
    return schemas.get(id - 1);
  }
}
