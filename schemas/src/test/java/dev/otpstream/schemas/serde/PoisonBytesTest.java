package dev.otpstream.schemas.serde;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.otpstream.schemas.DeliveryResult;
import dev.otpstream.schemas.Reference;
import dev.otpstream.schemas.Topic;
import dev.otpstream.schemas.Topics;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.util.RandomData;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the bytes are: a record, or a {@link SerializationException}; never another failure, never all the memory. */
class PoisonBytesTest {
  private static final int MUTATIONS = 4_000;
  private static final int EXAMPLES = 20;
  private static final int HEADER_BYTES = RegistryAvroSerializer.HEADER_BYTES;
  private final SchemaRegistry registry = SchemaRegistry
      .from(Map.of(RegistrySettings.URL, "mock://" + UUID.randomUUID()));
  private final RecordSerdes serdes = new RecordSerdes(registry);

  static Stream<Topic<?>> topics() {
    return Topics.ALL.stream();
  }

  @ParameterizedTest
  @MethodSource("topics") <T extends SpecificRecord> void changedBytesAreReadOrRefused(Topic<T> topic) {
    Schema schema = WireFormatTest.schema(topic.valueType());
    int id = registry.register(topic.subject(), schema);
    var deserializer = serdes.deserializer(topic);
    var random = new SplittableRandom(topic.name().hashCode());
    var examples = new HashMap<Integer, byte[]>();
    for (Object example : new RandomData(schema, EXAMPLES, 7))
      examples.put(examples.size(), WireFormatTest.written(id, schema, (GenericRecord) example));
    for (int i = 0; i < MUTATIONS; i++) {
      byte[] bytes = mutated(examples.get(random.nextInt(examples.size())), random);
      try {
        deserializer.deserialize(topic.name(), bytes);
      } catch (SerializationException e) {
        assertThatCode(() -> {
          throw e;
        }).as("mutation %d", i).hasNoCause();
      }
    }
  }

  private static byte[] mutated(byte[] example, SplittableRandom random) {
    byte[] bytes = random.nextInt(4) == 0
        ? Arrays.copyOf(example, HEADER_BYTES + 1 + random.nextInt(example.length))
        : example.clone();
    for (int changes = 1 + random.nextInt(3); changes > 0; changes--)
      bytes[random.nextInt(HEADER_BYTES, bytes.length)] = (byte) random.nextInt();
    return bytes;
  }

  @Test void claimedLengthsAreNotBelieved() throws IOException {
    int reference = registry.register("r", Reference.getClassSchema());
    int result = registry.register("d", DeliveryResult.getClassSchema());
    for (long length : new long[]{1 << 20 | 1, Integer.MAX_VALUE - 8, Integer.MAX_VALUE, 1L << 32, Long.MAX_VALUE, -1,
      Long.MIN_VALUE}) {
      // The account is the third field of a reference; the references the third of a result.
      refused(Topics.REFERENCES, bytes(reference, encoder -> {
        encoder.writeLong(1024);
        encoder.writeInt(0);
        encoder.writeLong(length);
      }));
      refused(Topics.DELIVERY_RESULTS, bytes(result, encoder -> {
        encoder.writeIndex(0);
        encoder.writeInt(0);
        encoder.writeLong(length);
      }));
    }
  }

  @Test void bytesAfterTheEndAreRefused() {
    byte[] good = serdes.serializer(Topics.REFERENCES).serialize("otp.references", new Reference(1024L, 0, "a1"));
    refused(Topics.REFERENCES, Arrays.copyOf(good, good.length + 1));
  }

  @Test void shortBytesAreRefused() {
    byte[] good = serdes.serializer(Topics.REFERENCES).serialize("otp.references", new Reference(1024L, 0, "a1"));
    for (int length = 0; length < good.length; length++)
      refused(Topics.REFERENCES, Arrays.copyOf(good, length));
  }

  private void refused(Topic<?> topic, byte[] bytes) {
    assertThatThrownBy(() -> serdes.deserializer(topic).deserialize(topic.name(), bytes))
        .isExactlyInstanceOf(SerializationException.class).hasNoCause();
  }

  private interface Writing {
    void to(BinaryEncoder encoder) throws IOException;
  }

  private static byte[] bytes(int id, Writing writing) throws IOException {
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes(new byte[]{0, 0, 0, 0, (byte) id});
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    writing.to(encoder);
    encoder.flush();
    return bytes.toByteArray();
  }
}
