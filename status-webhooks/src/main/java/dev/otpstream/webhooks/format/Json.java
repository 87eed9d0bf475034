package dev.otpstream.webhooks.format;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.util.LinkedHashMap;
import java.util.Map;

/** JSON with a caller's own pieces in it, untouched. */
final class Json {
  private static final JsonMapper MAPPER = JsonMapper.builder()
      .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private Json() {}

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /**
   * Puts a JSON text in as it stands, so that no number loses a digit; null where there is none. What is no JSON goes
   * in as a string.
   */
  static void putVerbatim(ObjectNode object, String name, String json) {
    if (json == null) object.putNull(name);
    else if (isScalar(json)) object.putRawValue(name, new RawValue(json));
    else
      object.put(name, json);
  }

  private static boolean isScalar(String json) {
    try {
      JsonNode node = MAPPER.readTree(json);
      return node.isValueNode() && !node.isMissingNode();
    } catch (JsonProcessingException e) {
      return false;
    }
  }

  /** The fields of a JSON object that are texts; none of what is no object. */
  static Map<String, String> texts(String json) {
    var texts = new LinkedHashMap<String, String>();
    try {
      MAPPER.readTree(json).properties().forEach(field -> {
        if (field.getValue().isTextual()) texts.put(field.getKey(), field.getValue().textValue());
      });
    } catch (JsonProcessingException e) {
      return Map.of();
    }
    return texts;
  }

  /** A text as it stands between the quotation marks of a JSON string. */
  static String inside(String text) {
    return new String(JsonStringEncoder.getInstance().quoteAsString(text));
  }

  static String text(ObjectNode object) {
    try {
      return MAPPER.writeValueAsString(object);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write JSON", e);
    }
  }
}
