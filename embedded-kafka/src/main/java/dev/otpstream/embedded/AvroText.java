package dev.otpstream.embedded;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.NameValidator;
import org.apache.avro.Schema;

/** Avro schemas from and to the texts that clients send. */
final class AvroText {
  private static final ObjectMapper JSON = new ObjectMapper();

  private AvroText() {}

  /** Reads one schema. Names must be what every Avro library accepts, so letters, digits and underscores. */
  static Parsed parse(String text) {
    try {
      return new Parsed.Valid(new Schema.Parser(NameValidator.STRICT_VALIDATOR).parse(text));
    } catch (RuntimeException e) { // Avro's own exceptions, and others that its parser meets on bad texts
      return new Parsed.Invalid(Optional.ofNullable(e.getMessage()).orElse("no Avro schema"));
    }
  }

  /** The schema with all it carries in one order. Avro itself orders what it knows, but not further attributes. */
  static Schema normalized(Schema schema) {
    try {
      String text = JSON.writeValueAsString(sorted(JSON.readTree(schema.toString())));
      return new Schema.Parser(NameValidator.STRICT_VALIDATOR).parse(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode sorted(JsonNode node) {
    return switch (node) {
      case ObjectNode object -> {
        ObjectNode sorted = JsonNodeFactory.instance.objectNode();
        object.properties().stream().sorted(Map.Entry.comparingByKey())
            .forEach(each -> sorted.set(each.getKey(), sorted(each.getValue())));
        yield sorted;
      }
      case ArrayNode array -> {
        ArrayNode sorted = JsonNodeFactory.instance.arrayNode();
        array.forEach(each -> sorted.add(sorted(each)));
        yield sorted;
      }
      default -> node;
    };
  }

  sealed interface Parsed {
    record Valid(Schema schema) implements Parsed {}

    record Invalid(String detail) implements Parsed {}
  }
}
