package dev.otpstream.schemas.serde;

import dev.otpstream.schemas.Topic;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;

/** Serdes for the catalogue's topics, all on one registry. */
public final class RecordSerdes {
  private final SchemaRegistry registry;
  private final Consumer<Runnable> asking;

  /** Who makes a serializer for a topic is told at once if the registry is away. */
  public RecordSerdes(SchemaRegistry registry) {
    this(registry, Runnable::run);
  }

  /** @param asking runs the question for the id of a schema that is about to be written: again, if it wants to wait */
  public RecordSerdes(SchemaRegistry registry, Consumer<Runnable> asking) {
    this.registry = registry;
    this.asking = asking;
  }

  /** Writes any record to any topic. */
  public <T extends SpecificRecord> Serializer<T> serializer() {
    return new RegistryAvroSerializer<>(registry);
  }

  /** Writes a topic's records; asks the registry for the schema's id at once. */
  public <T extends SpecificRecord> Serializer<T> serializer(Topic<T> topic) {
    return serializer(topic.valueType(), topic.name());
  }

  /** Reads records of one class. */
  public <T extends SpecificRecord> Deserializer<T> deserializer(Class<T> type) {
    return new RegistryAvroDeserializer<>(registry, type);
  }

  /** Reads a topic's records. */
  public <T extends SpecificRecord> Deserializer<T> deserializer(Topic<T> topic) {
    return deserializer(topic.valueType());
  }

  /** Both ways, for state stores. */
  public <T extends SpecificRecord> Serde<T> serde(Class<T> type) {
    return Serdes.serdeFrom(serializer(), deserializer(type));
  }

  /** Both ways, for the state store behind a topic; asks the registry for the schema's id at once. */
  public <T extends SpecificRecord> Serde<T> serde(Class<T> type, String topic) {
    return Serdes.serdeFrom(serializer(type, topic), deserializer(type));
  }

  private <T extends SpecificRecord> Serializer<T> serializer(Class<T> type, String topic) {
    var serializer = new RegistryAvroSerializer<T>(registry);
    asking.accept(() -> serializer.prepare(topic, SpecificData.get().getSchema(type)));
    return serializer;
  }
}
