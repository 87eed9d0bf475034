package dev.otpstream.ingress.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Reads JSON (RFC 8259) strictly: UTF-8 only, one value and nothing after it, no name twice in an object, no lone
 * surrogate, bounded depth, lengths and number of tokens. A byte order mark before it is skipped, as the RFC allows.
 */
public final class JsonReader {
  private static final int DEPTH_MAX = 32;
  /** Twice what the largest call has: a thousand messages of fifteen fields each. A body of nothing but brackets costs no more. */
  private static final int TOKENS_MAX = 65_536;
  private static final int NUMBER_LENGTH_MAX = 64;
  private static final int NAME_LENGTH_MAX = 256;
  private static final char BYTE_ORDER_MARK = '\uFEFF';
  private static final JsonFactory FACTORY = JsonFactory.builder()
      .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEPTH_MAX)
          .maxTokenCount(TOKENS_MAX).maxNumberLength(NUMBER_LENGTH_MAX).maxNameLength(NAME_LENGTH_MAX).build())
      .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES) // names come from callers: keep none
      .build();

  private JsonReader() {}

  /** The value that the bytes are; empty if they are not one. */
  public static Optional<Json> read(byte[] bytes) {
    Optional<String> text = decode(bytes);
    if (text.isEmpty()) return Optional.empty();
    try (JsonParser parser = FACTORY.createParser(text.get())) {
      JsonToken first = parser.nextToken();
      if (first == null) return Optional.empty();
      Json value = value(parser, first);
      return parser.nextToken() == null ? Optional.of(value) : Optional.empty();
    } catch (IOException | Malformed e) {
      return Optional.empty();
    }
  }

  /** The object that the bytes are; empty if they are none. */
  public static Optional<Json.Obj> readObject(byte[] bytes) {
    return read(bytes).filter(Json.Obj.class::isInstance).map(Json.Obj.class::cast);
  }

  private static Optional<String> decode(byte[] bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT).decode(ByteBuffer.wrap(bytes)).toString();
      return Optional.of(!text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text);
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private static Json value(JsonParser parser, JsonToken token) throws IOException, Malformed {
    return switch (token) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_STRING -> new Json.Str(wellFormed(parser.getText()));
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Json.Num(parser.getText());
      case VALUE_TRUE -> Json.of(true);
      case VALUE_FALSE -> Json.of(false);
      case VALUE_NULL -> Json.nothing();
      case END_OBJECT, END_ARRAY, FIELD_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT -> throw new Malformed();
    };
  }

  private static Json object(JsonParser parser) throws IOException, Malformed {
    Map<String, Json> fields = new LinkedHashMap<>();
    while (next(parser) == JsonToken.FIELD_NAME) {
      String name = wellFormed(parser.currentName());
      if (fields.putIfAbsent(name, value(parser, next(parser))) != null) throw new Malformed();
    }
    return new Json.Obj(fields);
  }

  private static Json array(JsonParser parser) throws IOException, Malformed {
    var items = new ArrayList<Json>();
    for (JsonToken token = next(parser); token != JsonToken.END_ARRAY; token = next(parser))
      items.add(value(parser, token));
    return new Json.Arr(items);
  }

  private static JsonToken next(JsonParser parser) throws IOException, Malformed {
    JsonToken token = parser.nextToken();
    if (token == null) throw new Malformed();
    return token;
  }

  private static String wellFormed(String text) throws Malformed {
    int i = 0;
    while (i < text.length()) {
      int point = text.codePointAt(i);
      boolean lone = point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
      if (lone) throw new Malformed();
      i += Character.charCount(point);
    }
    return text;
  }

  /** Ends the reading from any depth; never leaves this class. */
  private static final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    Malformed() {
      super("malformed", null, false, false);
    }
  }
}
