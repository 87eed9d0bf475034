package dev.otpstream.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.schemas.ReleasedSchemas.Released;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.util.RandomData;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever version of a public schema wrote a record, a reader of any other version reads it. Run with
 * {@code -Dotp.schemas.release=<version>} to keep today's schemas as those of a release.
 */
class ReleasedSchemasTest {
  private static final int EXAMPLES = 200;
  private static final long SEED = 5;
  /** A word that the reader's version does not know is read as one of these. */
  private static final List<String> UNKNOWN_WORDS = List.of("OTHER", "UNKNOWN");

  @BeforeAll static void release() throws IOException {
    String version = System.getProperty("otp.schemas.release");
    if (version != null) ReleasedSchemas.keep(version);
  }

  static List<Released> released() {
    return ReleasedSchemas.all();
  }

  @Test void theFirstReleaseIsKeptForEveryPublicTopic() {
    assertThat(released()).filteredOn(schema -> schema.version().equals("1")).extracting(Released::topic)
        .extracting(Topic::name).contains("otp.status", "otp.delivery-results");
  }

  @ParameterizedTest
  @MethodSource("released") void todaysSchemaAndAReleasedOneReadEachOther(Released released) {
    assertThat(compatible(ReleasedSchemas.current(released.topic()), released.schema())).isEmpty();
    for (Released other : released())
      if (other.topic().equals(released.topic())) assertThat(compatible(other.schema(), released.schema())).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("released") void aReaderOfAReleaseDecodesWhatTheNewestWritesAndTheOtherWayRound(Released released)
      throws IOException {
    Schema newest = ReleasedSchemas.current(released.topic());
    readsAll(newest, released.schema());
    readsAll(released.schema(), newest);
  }

  @ParameterizedTest
  @MethodSource("released") void aReaderOfAReleaseDecodesAVersionWithMoreFieldsAndWords(Released released)
      throws IOException {
    Schema future = future(released.schema());

    assertThat(compatible(future, released.schema())).isEmpty();
    readsAll(future, released.schema());
    readsAll(released.schema(), future);
  }

  @ParameterizedTest
  @MethodSource("released") void theCheckSeesWhatBreaksThePromise(Released released) {
    String text = released.schema().toString();
    Schema withoutDefault = new Schema.Parser().parse(
        text.replaceFirst("\"fields\":\\[", "\"fields\":[{\"name\":\"must\",\"type\":\"string\"},"));
    Schema otherType = new Schema.Parser()
        .parse(text.replace("{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"}", "\"string\""));

    assertThat(compatible(withoutDefault, released.schema())).isNotEmpty();
    assertThat(compatible(otherType, released.schema())).isNotEmpty();
  }

  /** What stands against it; empty: each reads the other. */
  private static List<String> compatible(Schema one, Schema other) {
    return List.of(SchemaCompatibility.checkReaderWriterCompatibility(one, other),
        SchemaCompatibility.checkReaderWriterCompatibility(other, one)).stream()
        .filter(pair -> pair.getType() != SchemaCompatibilityType.COMPATIBLE)
        .flatMap(pair -> pair.getResult().getIncompatibilities().stream()).map(Object::toString).toList();
  }

  private static void readsAll(Schema writer, Schema reader) throws IOException {
    for (Object written : new RandomData(writer, EXAMPLES, SEED)) {
      GenericRecord read = reread((GenericRecord) written, reader);
      for (Schema.Field field : reader.getFields())
        if (writer.getField(field.name()) == null)
          assertThat(read.get(field.name())).isEqualTo(GenericData.get().getDefaultValue(field));
        else
          same(((GenericRecord) written).get(field.name()), read.get(field.name()));
    }
  }

  private static void same(Object written, Object read) {
    boolean known = !(read instanceof GenericData.EnumSymbol word)
        || word.getSchema().hasEnumSymbol(written.toString());
    if (known) assertThat(String.valueOf(read)).isEqualTo(String.valueOf(written));
    else
      assertThat(read.toString()).isIn(UNKNOWN_WORDS);
  }

  private static GenericRecord reread(GenericRecord record, Schema reader) throws IOException {
    var bytes = new ByteArrayOutputStream();
    var encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    new GenericDatumWriter<GenericRecord>(record.getSchema()).write(record, encoder);
    encoder.flush();
    var decoder = DecoderFactory.get().binaryDecoder(bytes.toByteArray(), null);
    GenericRecord read = new GenericDatumReader<GenericRecord>(record.getSchema(), reader).read(null, decoder);
    assertThat(decoder.isEnd()).isTrue();
    return read;
  }

  /** The next version as we may write it: one more field with a default, one more word in every enum. */
  private static Schema future(Schema schema) {
    return new Schema.Parser().parse(schema.toString()
        .replaceFirst("\"fields\":\\[",
            "\"fields\":[{\"name\":\"later\",\"type\":[\"null\",\"string\"],\"default\":null},")
        .replace("\"symbols\":[", "\"symbols\":[\"A_LATER_WORD\","));
  }
}
