package dev.otpstream.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.otpstream.schemas.DeliveryOutcome;
import dev.otpstream.schemas.DeliveryResult;
import dev.otpstream.schemas.OtpReply;
import dev.otpstream.schemas.Reference;
import dev.otpstream.schemas.Topic;
import dev.otpstream.schemas.Topics;
import dev.otpstream.schemas.UnknownMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.util.RandomData;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Bytes on the topics: the registry's wire format, and what a newer or an older program may do to it. */
class WireFormatTest {
  private static final String TOPIC = Topics.DELIVERY_RESULTS.name();
  private final SchemaRegistry registry = SchemaRegistry
      .from(Map.of(RegistrySettings.URL, "mock://" + UUID.randomUUID()));
  private final RecordSerdes serdes = new RecordSerdes(registry);

  static Stream<Topic<?>> topics() {
    return Topics.ALL.stream();
  }

  @Test void aRecordIsAZeroTheSchemasIdAndAvrosBytes() {
    byte[] bytes = serdes.serializer(Topics.REFERENCES).serialize("otp.references", new Reference(1024L, 2, "a1"));

    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    assertThat(buffer.get()).isZero();
    assertThat(registry.byId(buffer.getInt())).isEqualTo(Reference.getClassSchema());
    assertThat(buffer.slice()).isEqualTo(ByteBuffer.wrap(new byte[]{(byte) 0x80, 0x10, 4, 4, 'a', '1'}));
  }

  @Test void noRecordIsNoBytes() {
    assertThat(serdes.serializer(Topics.REFERENCES).serialize("otp.references", null)).isNull();
    assertThat(serdes.deserializer(Topics.REFERENCES).deserialize("otp.references", null)).isNull();
  }

  @ParameterizedTest
  @MethodSource("topics") <T extends SpecificRecord> void everyRecordOfTheCatalogueComesBackAsItWas(Topic<T> topic) {
    var serializer = serdes.serializer(topic);
    var deserializer = serdes.deserializer(topic);
    Schema schema = schema(topic.valueType());
    int id = registry.register(topic.subject(), schema);
    int seed = topic.name().hashCode();
    for (Object random : new RandomData(schema, 50, seed)) {
      T record = deserializer.deserialize(topic.name(), written(id, schema, (GenericRecord) random));
      byte[] bytes = serializer.serialize(topic.name(), record);
      // As bytes: Avro's own equals fails on a time that may be absent.
      assertThat(serializer.serialize(topic.name(), deserializer.deserialize(topic.name(), bytes)))
          .as("%s, seed %d", topic, seed).isEqualTo(bytes);
    }
  }

  @Test void aFieldThatANewerWriterAddedIsReadOver() {
    Schema newer = withField(DeliveryResult.getClassSchema(), new Schema.Field("price",
        Schema.create(Schema.Type.DOUBLE), "New.", 0.0));
    DeliveryResult read = read(newer, record -> {
      record.put("price", 0.07);
      return record;
    });
    assertThat(read.getProvider()).isEqualTo("provider");
  }

  @Test void aWordThatANewerWriterAddedIsOther() {
    Schema newer = replaced(DeliveryResult.getClassSchema(), "outcome", Schema.createEnum("DeliveryOutcome", "",
        "dev.otpstream.schemas", List.of("SENT", "TELEPORTED", "OTHER"), "OTHER"));
    DeliveryResult read = read(newer, record -> {
      record.put("outcome", new GenericData.EnumSymbol(newer.getField("outcome").schema(), "TELEPORTED"));
      return record;
    });
    assertThat(read.getOutcome()).isEqualTo(DeliveryOutcome.OTHER);
  }

  @Test void ofABodyThatANewerWriterMayHaveOnlyTheUnknownKindIsRefused() {
    Schema unknown = SchemaBuilder.record("Teleport").namespace("dev.otpstream.schemas").fields().requiredString("to")
        .endRecord();
    Schema body = OtpReply.getClassSchema().getField("body").schema();
    var kinds = new ArrayList<>(body.getTypes());
    kinds.add(unknown);
    Schema newer = replaced(OtpReply.getClassSchema(), "body", Schema.createUnion(kinds));
    int id = registry.register(Topics.REPLIES.subject(), newer);
    var known = new GenericData.Record(body.getTypes().get(body.getIndexNamed(UnknownMessage.class.getName())));
    var reply = new GenericRecordBuilder(newer).set("commandId", "c1").set("body", known).build();
    assertThat(serdes.deserializer(Topics.REPLIES).deserialize("otp.replies", written(id, newer, reply)).getBody())
        .isEqualTo(new UnknownMessage());

    var other = new GenericRecordBuilder(newer).set("commandId", "c2")
        .set("body", new GenericRecordBuilder(unknown).set("to", "moon").build()).build();
    byte[] bytes = written(id, newer, other);
    assertThatThrownBy(() -> serdes.deserializer(Topics.REPLIES).deserialize("otp.replies", bytes))
        .isInstanceOf(SerializationException.class).hasMessageNotContaining("moon");
  }

  @Test void aFieldThatAnOlderWriterDidNotKnowHasItsDefault() {
    Schema older = without(DeliveryResult.getClassSchema(), "parts");
    assertThat(read(older, record -> record).getParts()).isEqualTo(1);
  }

  @Test void anotherRecordsSchemaIsRefused() {
    byte[] bytes = serdes.serializer(Topics.REFERENCES).serialize("otp.references", new Reference(1024L, 2, "a1"));
    assertThatThrownBy(() -> serdes.deserializer(Topics.STATUS).deserialize("otp.status", bytes))
        .isInstanceOf(SerializationException.class).hasMessageContaining("StatusEvent");
  }

  @Test void aSchemaThatCannotBeReadIsRefused() {
    Schema other = replaced(DeliveryResult.getClassSchema(), "provider", Schema.create(Schema.Type.INT));
    assertThatThrownBy(() -> read(other, record -> {
      record.put("provider", 7);
      return record;
    })).isInstanceOf(SerializationException.class);
  }

  @Test void aRecordThatCannotBeWrittenIsNotQuoted() {
    var broken = new Reference();
    broken.put(2, null);
    broken.put(0, 482916L);
    assertThatThrownBy(() -> serdes.serializer(Topics.REFERENCES).serialize("otp.references", broken))
        .isInstanceOf(SerializationException.class).hasMessageContaining("Reference")
        .hasMessageNotContaining("482916").hasNoCause();
  }

  @Test void aWriterThatFailedWritesTheNextRecordWhole() {
    var serializer = serdes.serializer(Topics.REFERENCES);
    var broken = new Reference();
    broken.put(0, 1L);
    assertThatThrownBy(() -> serializer.serialize("otp.references", broken)).isInstanceOf(SerializationException.class);

    byte[] next = serializer.serialize("otp.references", new Reference(1024L, 2, "a1"));
    assertThat(serdes.deserializer(Topics.REFERENCES).deserialize("otp.references", next))
        .isEqualTo(new Reference(1024L, 2, "a1"));
  }

  private DeliveryResult read(Schema writer, UnaryOperator<GenericRecord> filling) {
    var record = new GenericData.Record(writer);
    for (Schema.Field field : writer.getFields())
      if (field.hasDefaultValue()) record.put(field.name(), GenericData.get().getDefaultValue(field));
    record.put("channel", "telegram");
    record.put("provider", "provider");
    record.put("outcome", new GenericData.EnumSymbol(writer.getField("outcome").schema(), "SENT"));
    record.put("at", 0L);
    int id = registry.register(TOPIC + "-value", writer);
    return serdes.deserializer(Topics.DELIVERY_RESULTS).deserialize(TOPIC, written(id, writer, filling.apply(record)));
  }

  static byte[] written(int id, Schema schema, GenericRecord record) {
    var bytes = new ByteArrayOutputStream();
    bytes.write(0);
    bytes.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(id).array());
    try {
      var encoder = EncoderFactory.get().binaryEncoder(bytes, null);
      new GenericDatumWriter<GenericRecord>(schema).write(record, encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static Schema schema(Class<?> type) {
    return SpecificData.get().getSchema(type);
  }

  private static Schema withField(Schema schema, Schema.Field added) {
    return record(schema, fields -> {
      fields.addFirst(added);
      return fields;
    });
  }

  private static Schema without(Schema schema, String name) {
    return record(schema, fields -> {
      fields.removeIf(field -> field.name().equals(name));
      return fields;
    });
  }

  private static Schema replaced(Schema schema, String name, Schema type) {
    return record(schema, fields -> {
      fields.replaceAll(field -> field.name().equals(name) ? new Schema.Field(name, type, field.doc()) : field);
      return fields;
    });
  }

  private static Schema record(Schema schema, UnaryOperator<List<Schema.Field>> change) {
    var fields = new ArrayList<Schema.Field>();
    schema.getFields().forEach(field -> fields.add(new Schema.Field(field, field.schema())));
    return Schema.createRecord(schema.getName(), schema.getDoc(), schema.getNamespace(), false, change.apply(fields));
  }
}
