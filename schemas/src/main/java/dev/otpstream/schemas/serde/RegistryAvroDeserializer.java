package dev.otpstream.schemas.serde;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaCompatibility.SchemaIncompatibilityType;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Reads records in the Confluent wire format into a generated class, whatever version of its schema wrote them.
 * Thread-safe.
 *
 * <p>A record that cannot be read throws {@link SerializationException} with a reason that never quotes it; a registry
 * that is away throws {@link RegistryUnavailable}, and then the record is not at fault.
 *
 * @param <T> the record
 */
public final class RegistryAvroDeserializer<T extends SpecificRecord> implements Deserializer<T> {
  /** A generated class to read into, for use as a setting. */
  public static final String VALUE_TYPE = "otp.value.type";

  static {
    TrustedRecords.trust();
    // A few forged bytes may claim a length of two gigabytes; Avro believes them up to these limits, read once.
    for (String limit : new String[]{"bytes", "string", "collectionItems"}) {
      String property = "org.apache.avro.limits." + limit + ".maxLength";
      if (System.getProperty(property) == null) System.setProperty(property, "1048576");
    }
  }

  private static final ThreadLocal<BinaryDecoder> DECODER = new ThreadLocal<>();

  /** @param newer whether it has kinds of a body that we do not know */
  private record Version<T>(SpecificDatumReader<T> reader, boolean newer) {}

  private final ConcurrentMap<Integer, Version<T>> readers = new ConcurrentHashMap<>();
  private SchemaRegistry registry;
  private Schema schema;

  public RegistryAvroDeserializer() {}

  public RegistryAvroDeserializer(SchemaRegistry registry, Class<T> type) {
    this.registry = registry;
    this.schema = SpecificData.get().getSchema(type);
  }

  @Override public void configure(Map<String, ?> settings, boolean isKey) {
    if (isKey) throw new IllegalArgumentException("keys are plain strings");
    if (registry == null) registry = SchemaRegistry.from(settings);
    if (schema != null) return;
    try {
      schema = SpecificData.get().getSchema(Class.forName(String.valueOf(settings.get(VALUE_TYPE))));
    } catch (ClassNotFoundException e) {
      throw new IllegalArgumentException("setting " + VALUE_TYPE + " names no class", e);
    }
  }

  @Override public T deserialize(String topic, byte[] bytes) {
    if (bytes == null) return null;
    if (bytes.length < RegistryAvroSerializer.HEADER_BYTES || bytes[0] != RegistryAvroSerializer.MAGIC)
      throw new SerializationException("not in the registry's wire format");
    Version<T> version = version(ByteBuffer.wrap(bytes).getInt(1));
    int start = RegistryAvroSerializer.HEADER_BYTES;
    BinaryDecoder decoder = DecoderFactory.get().binaryDecoder(bytes, start, bytes.length - start, DECODER.get());
    DECODER.set(decoder);
    try {
      T record = version.reader().read(null, decoder);
      if (!decoder.isEnd()) throw new SerializationException("bytes after the end of the record");
      if (version.newer()) refuseUnknownKinds(record);
      return record;
    } catch (IOException | AvroRuntimeException | ClassCastException | IndexOutOfBoundsException
        | NegativeArraySizeException | UnsupportedOperationException | java.time.DateTimeException e) {
      // The cause's text may quote a field: keep its class, drop its text.
      throw new SerializationException("cannot read " + schema.getName() + ": " + e.getClass().getName());
    }
  }

  /** A newer writer may have more kinds of a body; those that both know can be read. */
  private boolean isReadable(Schema written) {
    return SchemaCompatibility.checkReaderWriterCompatibility(schema, written).getResult().getIncompatibilities()
        .stream().allMatch(found -> found.getType() == SchemaIncompatibilityType.MISSING_UNION_BRANCH);
  }

  /**
   * What we read, with the kinds of a body that only the writer knows: Avro would take one of those for a kind of ours that
   * happens to have no field of its own.
   */
  private static Schema withKindsOf(Schema written, Schema schema) {
    var fields = new ArrayList<Schema.Field>();
    for (Schema.Field field : schema.getFields()) {
      Schema.Field theirs = written.getField(field.name());
      fields.add(new Schema.Field(field, theirs == null ? field.schema() : union(field.schema(), theirs.schema())));
    }
    return Schema.createRecord(schema.getName(), schema.getDoc(), schema.getNamespace(), false, fields);
  }

  private static Schema union(Schema ours, Schema theirs) {
    if (!ours.isUnion() || !theirs.isUnion()) return ours;
    var kinds = new ArrayList<>(ours.getTypes());
    for (Schema kind : theirs.getTypes())
      if (kind.getType() == Schema.Type.RECORD && ours.getIndexNamed(kind.getFullName()) == null) kinds.add(kind);
    return Schema.createUnion(kinds);
  }

  private void refuseUnknownKinds(T record) {
    for (Schema.Field field : schema.getFields())
      if (record.get(field.pos()) instanceof GenericRecord body && !(body instanceof SpecificRecord))
        throw new SerializationException(schema.getName() + " of a kind that is not known here");
  }

  private Version<T> version(int id) {
    Version<T> known = readers.get(id);
    if (known != null) return known;
    Schema written = registry.byId(id);
    if (!isReadable(written))
      throw new SerializationException("schema id " + id + " is not one of " + schema.getName());
    boolean newer = SchemaCompatibility.checkReaderWriterCompatibility(schema, written)
        .getType() != SchemaCompatibilityType.COMPATIBLE;
    var fresh = new Version<>(new SpecificDatumReader<T>(written, newer ? withKindsOf(written, schema) : schema,
        SpecificData.getForSchema(schema)), newer);
    readers.put(id, fresh);
    return fresh;
  }
}
