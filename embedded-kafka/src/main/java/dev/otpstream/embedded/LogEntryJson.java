package dev.otpstream.embedded;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.otpstream.embedded.LogEntry.Foreign;
import dev.otpstream.embedded.LogEntry.LevelSet;
import dev.otpstream.embedded.LogEntry.Removed;
import dev.otpstream.embedded.LogEntry.Stored;
import dev.otpstream.embedded.LogEntry.SubjectDeleted;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * Log entries as Confluent's registry writes them, so that one may take over the topic of the other. Keys are compared
 * byte by byte when the topic is compacted: the order of their fields is part of the format.
 *
 * @see <a href="https://github.com/confluentinc/schema-registry">Confluent Schema Registry, package storage</a>
 */
final class LogEntryJson {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SCHEMA = "SCHEMA";
  private static final String CONFIG = "CONFIG";
  private static final String DELETE_SUBJECT = "DELETE_SUBJECT";

  private LogEntryJson() {}

  static byte[] key(LogEntry entry) {
    return bytes(switch (entry) {
      case Stored stored -> schemaKey(stored.version().subject(), stored.version().version());
      case Removed removed -> schemaKey(removed.subject(), removed.version());
      case SubjectDeleted deleted -> key(DELETE_SUBJECT, deleted.subject()).put("magic", 0);
      case LevelSet set -> key(CONFIG, set.subject().orElse(null)).put("magic", 0);
      case Foreign foreign -> throw new IllegalArgumentException("not ours to write");
    });
  }

  /** Null is Kafka's tombstone. */
  static byte[] value(LogEntry entry) {
    return switch (entry) {
      case Stored(SchemaVersion it) -> bytes(object().put("subject", it.subject()).put("version", it.version())
          .put("id", it.id()).put("schema", it.schema()).put("deleted", it.deleted()));
      case Removed removed -> null;
      case SubjectDeleted deleted -> bytes(object().put("subject", deleted.subject()).put("version", deleted.upTo()));
      case LevelSet set -> set.level().map(level -> bytes(object().put("compatibilityLevel", level.name())))
          .orElse(null);
      case Foreign foreign -> throw new IllegalArgumentException("not ours to write");
    };
  }

  /** Throws if the record is no JSON object, or lacks what its kind needs. */
  static LogEntry read(byte[] keyBytes, byte[] valueBytes) {
    JsonNode key = parse(keyBytes);
    Optional<JsonNode> value = Optional.ofNullable(valueBytes).map(LogEntryJson::parse);
    return switch (key.path("keytype").asText()) {
      case SCHEMA -> value.<LogEntry>map(it -> new Stored(version(it)))
          .orElseGet(() -> new Removed(key.required("subject").asText(), key.required("version").asInt()));
      case DELETE_SUBJECT -> value.<LogEntry>map(it -> new SubjectDeleted(it.required("subject").asText(),
          it.required("version").asInt())).orElseGet(Foreign::new);
      case CONFIG -> new LevelSet(Optional.ofNullable(key.path("subject").textValue()),
          value.flatMap(it -> CompatibilityLevel.named(it.path("compatibilityLevel").asText())));
      default -> new Foreign();
    };
  }

  private static SchemaVersion version(JsonNode value) {
    return new SchemaVersion(value.required("subject").asText(), value.required("version").asInt(),
        value.required("id").asInt(), value.required("schema").asText(), value.path("deleted").asBoolean());
  }

  private static ObjectNode schemaKey(String subject, int version) {
    return key(SCHEMA, subject).put("version", version).put("magic", 1);
  }

  private static ObjectNode key(String type, String subject) {
    return object().put("keytype", type).put("subject", subject);
  }

  private static ObjectNode object() {
    return JSON.createObjectNode();
  }

  private static byte[] bytes(JsonNode node) {
    try {
      return JSON.writeValueAsBytes(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode parse(byte[] bytes) {
    try {
      return JSON.readTree(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
