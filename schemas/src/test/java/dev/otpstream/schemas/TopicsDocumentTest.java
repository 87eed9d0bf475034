package dev.otpstream.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.junit.jupiter.api.Test;

/** {@code docs/topics.md} is written from the catalogue and the schemas; run with {@code -Dotp.docs.write} to renew it. */
class TopicsDocumentTest {
  private static final Path DOCUMENT = Path.of("..", "docs", "topics.md");

  @Test void theDocumentSaysWhatTheCatalogueSays() throws Exception {
    String document = document();
    if (System.getProperty("otp.docs.write") != null) Files.writeString(DOCUMENT, document);
    assertThat(Files.readString(DOCUMENT)).as("renew with: mvn -pl schemas test -Dotp.docs.write").isEqualTo(document);
  }

  @Test void everyRecordAndEveryFieldIsDocumented() {
    for (Topic<?> topic : Topics.ALL) {
      for (Schema schema : named(SpecificData.get().getSchema(topic.valueType()), new LinkedHashSet<>())) {
        assertThat(schema.getDoc()).as(schema.getName()).isNotBlank();
        if (schema.getType() == Schema.Type.RECORD)
          for (Schema.Field field : schema.getFields())
          assertThat(field.doc()).as(schema.getName() + "." + field.name()).isNotBlank();
      }
    }
  }

  private static String document() {
    var text = new StringBuilder(
        """
            # Topics

            Written from `schemas` by its tests; a difference fails the build. Keys are UTF-8 strings, values are Avro in the
            Confluent wire format, schemas are in the registry under `<topic>-value`. Read committed records only
            (`isolation.level=read_committed`): the engine and the webhook scheduler write in transactions.

            Public: %s. Their schemas keep the promise of [consume.md](consume.md), and
            [asyncapi.yaml](asyncapi.yaml) describes them to tools. All other topics are internal and may change.

            | topic | key | value | kept | partitions | time set by | read by |
            | --- | --- | --- | --- | --- | --- | --- |
            """
            .formatted(Topics.PUBLIC.stream().map(topic -> "`" + topic + "`").collect(Collectors.joining(", "))));
    for (Topic<?> topic : Topics.ALL)
      text.append("| `%s` | %s | [`%s`](#%s) | %s | %s | %s | %s |%n".formatted(topic.name(), topic.key(),
          topic.valueType().getSimpleName(), topic.valueType().getSimpleName().toLowerCase(java.util.Locale.ROOT),
          topic.compacted() ? "compacted" : span(topic.retention()), layout(topic.layout()),
          topic.brokerClock() ? "broker" : "producer", topic.readers()));
    text.append("| `%s` | the origin's | the origin's bytes | %s | one | broker | operators |%n"
        .formatted(DeadLetters.TOPIC, span(DeadLetters.RETENTION)));
    text.append(
        """

            Headers of a dead letter: `%s`, `%s`, `%s`, `%s`, `%s`, `%s`, and the origin's own.
            `%s` marks one that was too large to be kept whole. A record with `%s` is no letter but the note that one was put back.
            """
            .formatted(DeadLetters.ORIGIN_TOPIC, DeadLetters.ORIGIN_PARTITION, DeadLetters.ORIGIN_OFFSET,
                DeadLetters.SERVICE, DeadLetters.REASON, DeadLetters.TRACE, DeadLetters.CUT, DeadLetters.REDRIVEN));
    for (Topic<?> topic : Topics.ALL)
      text.append("\n- `%s`: %s".formatted(topic.name(), topic.doc()));
    text.append("\n\n# Records\n");
    Set<Schema> all = new LinkedHashSet<>();
    for (Topic<?> topic : Topics.ALL)
      named(SpecificData.get().getSchema(topic.valueType()), all);
    for (Schema schema : all)
      describe(schema, text);
    return text.toString();
  }

  private static void describe(Schema schema, StringBuilder text) {
    text.append("%n## %s%n%n%s%n".formatted(schema.getName(), schema.getDoc()));
    if (schema.getType() == Schema.Type.ENUM) {
      text.append(schema.getEnumSymbols().stream().collect(Collectors.joining("`, `", "\n`", "`\n")));
    } else if (!schema.getFields().isEmpty()) {
      text.append("\n| field | type | |\n| --- | --- | --- |\n");
      for (Schema.Field field : schema.getFields())
        text.append("| `%s` | %s | %s |%n".formatted(field.name(), type(field.schema()), field.doc()));
    }
  }

  private static Set<Schema> named(Schema schema, Set<Schema> found) {
    switch (schema.getType()) {
      case RECORD -> {
        if (found.add(schema)) schema.getFields().forEach(field -> named(field.schema(), found));
      }
      case ENUM -> found.add(schema);
      case ARRAY -> named(schema.getElementType(), found);
      case MAP -> named(schema.getValueType(), found);
      case UNION -> schema.getTypes().forEach(type -> named(type, found));
      default -> {
        // primitives have no name
      }
    }
    return found;
  }

  private static String type(Schema schema) {
    return switch (schema.getType()) {
      case UNION -> schema.getTypes().stream().filter(type -> type.getType() != Schema.Type.NULL)
          .map(TopicsDocumentTest::type).collect(Collectors.joining(" or "))
          + (schema.isNullable() ? " (optional)" : "");
      case ARRAY -> "list of " + type(schema.getElementType());
      case MAP -> "map of " + type(schema.getValueType());
      case RECORD, ENUM -> "`" + schema.getName() + "`";
      default -> schema.getLogicalType() == null ? schema.getType().getName() : schema.getLogicalType().getName();
    };
  }

  private static String layout(Topic.Layout layout) {
    return switch (layout) {
      case ENGINE -> "as the engine, by owner";
      case HASHED -> "as the engine, by hash";
      case SINGLE -> "one";
    };
  }

  private static String span(Duration span) {
    return span.toDays() > 0 && span.toHours() % 24 == 0
        ? span.toDays() + " d"
        : span.toHours() > 0 ? span.toHours() + " h" : span.toMinutes() + " min";
  }
}
