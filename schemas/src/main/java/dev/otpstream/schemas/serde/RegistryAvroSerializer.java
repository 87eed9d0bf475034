package dev.otpstream.schemas.serde;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Writes records in the Confluent wire format, with the subject {@code <topic>-value}. Thread-safe.
 *
 * @param <T> the record
 */
public final class RegistryAvroSerializer<T extends SpecificRecord> implements Serializer<T> {
  static {
    TrustedRecords.trust();
  }

  static final byte MAGIC = 0;
  static final int HEADER_BYTES = 1 + Integer.BYTES;

  private record Known(int id, SpecificDatumWriter<SpecificRecord> writer) {}

  private record Target(String topic, Schema schema) {
    // A generated class has one schema object: comparing it whole on each record would cost more than writing it.
    @SuppressWarnings("ReferenceEquality")
    @Override public boolean equals(Object other) {
      return other instanceof Target target && target.schema == schema && target.topic.equals(topic);
    }

    @Override public int hashCode() {
      return topic.hashCode() * 31 + System.identityHashCode(schema);
    }
  }

  /** Writes into its own array, so that the record is copied once and not twice. */
  private static final class Buffer extends ByteArrayOutputStream {
    Buffer() {
      super(512);
    }

    byte[] withId(int id) {
      ByteBuffer.wrap(buf).put(MAGIC).putInt(id);
      return toByteArray();
    }
  }

  private static final byte[] ROOM_FOR_HEADER = new byte[HEADER_BYTES];
  private static final ThreadLocal<Buffer> BUFFER = ThreadLocal.withInitial(Buffer::new);
  private static final ThreadLocal<BinaryEncoder> ENCODER = new ThreadLocal<>();

  private final ConcurrentMap<Target, Known> known = new ConcurrentHashMap<>();
  private SchemaRegistry registry;

  public RegistryAvroSerializer() {}

  public RegistryAvroSerializer(SchemaRegistry registry) {
    this.registry = registry;
  }

  @Override public void configure(Map<String, ?> settings, boolean isKey) {
    if (isKey) throw new IllegalArgumentException("keys are plain strings");
    if (registry == null) registry = SchemaRegistry.from(settings);
  }

  @Override public byte[] serialize(String topic, T record) {
    if (record == null) return null;
    Known schema = known(topic, record.getSchema());
    Buffer buffer = BUFFER.get();
    buffer.reset();
    buffer.writeBytes(ROOM_FOR_HEADER);
    BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(buffer, ENCODER.get());
    ENCODER.set(encoder);
    try {
      schema.writer().write(record, encoder);
    } catch (IOException | RuntimeException e) {
      // The cause's text may quote a field: keep its class, drop its text.
      throw new SerializationException("cannot write " + record.getSchema().getName() + ": " + e.getClass().getName());
    }
    return buffer.withId(schema.id());
  }

  /** Learns the id of a schema now, so that no record has to wait for the registry. */
  public void prepare(String topic, Schema schema) {
    known(topic, schema);
  }

  private Known known(String topic, Schema schema) {
    var target = new Target(topic, schema);
    Known found = known.get(target);
    if (found != null) return found;
    var fresh = new Known(registry.register(topic + "-value", schema), new SpecificDatumWriter<>(schema));
    known.put(target, fresh);
    return fresh;
  }
}
