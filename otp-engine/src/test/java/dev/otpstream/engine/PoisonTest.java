package dev.otpstream.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.schemas.DeliveryOutcome;
import dev.otpstream.schemas.MessageIds;
import dev.otpstream.schemas.OtpCommand;
import dev.otpstream.schemas.OtpReply;
import dev.otpstream.schemas.Reference;
import dev.otpstream.schemas.SendAccepted;
import dev.otpstream.schemas.StatusType;
import dev.otpstream.schemas.Topics;
import dev.otpstream.schemas.UnknownMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records that nobody can read: each is buried with its reason, and life goes on. */
class PoisonTest extends Graveyard {
  @ParameterizedTest
  @ValueSource(strings = {"otp.commands", "otp.delivery-results", "otp.references"}) void bytesThatNobodyCanRead(
      String topic) {
    byte[] good = good(topic);
    var poison = Map.of("empty", new byte[0], "magic alone", new byte[]{0}, "wrong magic", replaced(good, 0, 1),
        "unknown schema id", replaced(good, 4, 99), "schema of another subject", engine.bytes(Topics.REPLIES,
            new OtpReply("c", new UnknownMessage())),
        "truncated", Arrays.copyOf(good, good.length - 3), "header alone", Arrays.copyOf(good, 5),
        "bytes after its end", Arrays.copyOf(good, good.length + 1), "text", "482916".getBytes(StandardCharsets.UTF_8));
    poison.forEach((name, bytes) -> {
      engine.raw(topic, GOOD_KEY, bytes, new RecordHeaders(), engine.now());
      TestRecord<String, byte[]> letter = buried(name, topic);
      assertThat(letter.key()).isEqualTo(GOOD_KEY);
      assertThat(letter.value()).as("%s: the very bytes", name).isEqualTo(bytes);
    });
    lifeGoesOn();
  }

  @ParameterizedTest
  @ValueSource(strings = {"otp.commands", "otp.delivery-results", "otp.references"}) void recordsWithoutKeyOrValue(
      String topic) {
    engine.raw(topic, null, good(topic), new RecordHeaders(), engine.now());
    assertThat(buried("no key", topic).key()).isNull();
    engine.raw(topic, GOOD_KEY, null, new RecordHeaders(), engine.now());
    assertThat(buried("no value", topic).value()).isNull();
    lifeGoesOn();
  }

  @Test void aUnionsBranchThatDoesNotExist() {
    OtpCommand question = calls.command(Calls.query(1024));
    byte[] bytes = engine.bytes(Topics.COMMANDS, question);
    int branch = Arrays.mismatch(bytes,
        engine.bytes(Topics.COMMANDS, OtpCommand.newBuilder(question).setBody(Calls.cancel(1024)).build()));
    for (int index : new int[]{4, 60, -1})
      poison("branch " + index, replaced(bytes, branch, zigzag(index)));
  }

  @Test void aWordOfAnEnumThatDoesNotExist() {
    byte[] known = engine.bytes(Topics.DELIVERY_RESULTS, Calls.result(MessageIds.of(1, 0), 1, DeliveryOutcome.SENT));
    byte[] other = engine.bytes(Topics.DELIVERY_RESULTS,
        Calls.result(MessageIds.of(1, 0), 1, DeliveryOutcome.DELIVERED));
    int offset = Arrays.mismatch(known, other);
    engine.raw(Topics.DELIVERY_RESULTS.name(), "1024", replaced(known, offset, zigzag(40)), new RecordHeaders(),
        engine.now());
    buried("enum 40", Topics.DELIVERY_RESULTS.name());
    lifeGoesOn();
  }

  @Test void lengthsThatCannotBe() {
    for (int length : new int[]{-1, -64, 63}) {
      byte[] bytes = good(Topics.COMMANDS.name());
      poison("length " + length, replaced(bytes, 5, zigzag(length))); // the command id is the first field
    }
    // A length of almost two gigabytes, claimed in five bytes.
    var huge = ByteBuffer.allocate(10).put(good(Topics.COMMANDS.name()), 0, 5)
        .put(new byte[]{(byte) 0xfe, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x0e}).array();
    poison("two gigabytes", huge);
  }

  @Test void aRecordThatNoBrokerTakesAgainIsKeptByItsPlace() {
    engine.raw(Topics.COMMANDS.name(), GOOD_KEY, new byte[2 * MEGABYTE], new RecordHeaders(), engine.now());
    TestRecord<String, byte[]> letter = buried("two megabytes", Topics.COMMANDS.name());
    assertThat(letter.value()).isNull();
    lifeGoesOn();
  }

  @Test void aHugeHeaderHarmsNobodyAndGoesNoFurther() {
    var headers = new RecordHeaders();
    headers.add("huge", new byte[900_000]);
    headers.add("traceparent", trace());
    engine.raw(Topics.COMMANDS.name(), calls.routingKey(),
        engine.bytes(Topics.COMMANDS, calls.command(calls.code("sms").build())), headers, engine.now());

    for (String topic : List.of("otp.replies", "otp.status", "otp.dispatch.sms"))
      assertThat(engine.records(topic)).as(topic).isNotEmpty().allSatisfy(record -> {
        assertThat(record.headers().lastHeader("huge")).isNull();
        assertThat(record.headers().lastHeader("traceparent").value()).isEqualTo(trace());
      });
    assertThat(engine.deadLetters()).isEmpty();
  }

  @Test void aDeadLetterKeepsTheTraceAndTheHeaders() {
    var headers = new RecordHeaders();
    headers.add("traceparent", trace());
    headers.add("other", new byte[]{1});
    engine.raw(Topics.COMMANDS.name(), GOOD_KEY, new byte[]{9}, headers, engine.now());

    Headers kept = buried("with headers", Topics.COMMANDS.name()).headers();
    assertThat(kept.lastHeader("traceparent").value()).isEqualTo(trace());
    assertThat(kept.lastHeader("other").value()).containsExactly(1);
  }

  @Test void aFieldThatANewerWriterAddedIsReadOver() throws IOException {
    byte[] future = written(futureCommandSchema(), calls.command(calls.code("sms").build()));
    engine.raw(Topics.COMMANDS.name(), calls.routingKey(), future, new RecordHeaders(), engine.now());

    assertThat(engine.reply().getBody()).isInstanceOf(SendAccepted.class);
    assertThat(engine.deadLetters()).isEmpty();
  }

  @Test void anUnknownSchemaWaitsForARegistryThatIsAway() throws IOException {
    byte[] future = written(futureCommandSchema(), calls.command(calls.code("sms").build()));
    engine.registry.callsAway.set(3);
    engine.raw(Topics.COMMANDS.name(), calls.routingKey(), future, new RecordHeaders(), engine.now());

    assertThat(engine.reply().getBody()).isInstanceOf(SendAccepted.class);
    assertThat(engine.registry.callsAway).hasValue(0);
    assertThat(engine.deadLetters()).isEmpty();
  }

  @Test void knownSchemasNeedNoRegistry() {
    lifeGoesOn();
    engine.registry.callsAway.set(Integer.MAX_VALUE);
    engine.result("1024", Calls.result(MessageIds.of(1, 0), 1, DeliveryOutcome.REFUSED)); // its first result of all
    engine.command(calls.routingKey(),
        calls.command(calls.code("telegram").setHooks(List.of(calls.hook(StatusType.ACCEPTED))).build()));

    assertThat(engine.reply().getBody()).isInstanceOf(SendAccepted.class);
    assertThat(engine.webhooks()).as("its first hook of all").hasSize(1);
    assertThat(engine.registry.callsAway).as("nobody asked").hasValue(Integer.MAX_VALUE);
  }

  @Test void aReasonNeverQuotesTheRecord() {
    String secret = "+380971234567 482916";
    engine.raw(Topics.COMMANDS.name(), GOOD_KEY, secret.getBytes(StandardCharsets.UTF_8), new RecordHeaders(),
        engine.now());
    poison("channel", command(calls.code(secret)));
    poison("purpose", command(calls.code("sms").setPurpose(secret.repeat(100))));
    for (TestRecord<String, byte[]> letter : all)
      assertThat(reason(letter)).doesNotContain("482916", "380971234567");
  }

  private byte[] good(String topic) {
    if (topic.equals(Topics.COMMANDS.name()))
      return engine.bytes(Topics.COMMANDS, calls.command(calls.code("sms").build()));
    if (topic.equals(Topics.REFERENCES.name())) return engine.bytes(Topics.REFERENCES, new Reference(1024L, 0, "a1"));
    return engine.bytes(Topics.DELIVERY_RESULTS, Calls.result(1024L, 1, DeliveryOutcome.SENT));
  }

  private Schema futureCommandSchema() {
    Schema now = OtpCommand.getClassSchema();
    var fields = new ArrayList<Schema.Field>();
    fields.add(new Schema.Field("campaign", Schema.create(Schema.Type.STRING), "New.", "none"));
    now.getFields().forEach(field -> fields.add(new Schema.Field(field, field.schema())));
    return Schema.createRecord(now.getName(), now.getDoc(), now.getNamespace(), false, fields);
  }

  private byte[] written(Schema schema, OtpCommand command) throws IOException {
    GenericRecord record = new GenericData.Record(schema);
    record.put("campaign", "spring");
    command.getSchema().getFields().forEach(field -> record.put(field.name(), command.get(field.pos())));
    var bytes = new ByteArrayOutputStream();
    bytes.write(0);
    bytes.writeBytes(ByteBuffer.allocate(4).putInt(engine.present.register("otp.commands-value", schema)).array());
    var encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    new GenericDatumWriter<GenericRecord>(schema, SpecificData.get()).write(record, encoder);
    encoder.flush();
    return bytes.toByteArray();
  }

  private static byte[] replaced(byte[] bytes, int offset, int value) {
    byte[] copy = bytes.clone();
    copy[offset] = (byte) value;
    return copy;
  }

  private static int zigzag(int small) {
    return small << 1 ^ small >> 31;
  }

  private static byte[] trace() {
    return "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01".getBytes(StandardCharsets.UTF_8);
  }
}
