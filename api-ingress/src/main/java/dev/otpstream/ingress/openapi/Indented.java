package dev.otpstream.ingress.openapi;

import dev.otpstream.ingress.json.Json;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** JSON for people: what fits on a line stays on it. */
final class Indented {
  private static final int LINE_MAX = 90;

  private Indented() {}

  static String text(Json json) {
    return text(json, "");
  }

  private static String text(Json json, String indent) {
    String line = json.text();
    if (line.length() + indent.length() <= LINE_MAX) return line;
    String deeper = indent + "  ";
    return switch (json) {
      case Json.Obj(Map<String, Json> fields) -> fields.entrySet().stream()
          .map(field -> deeper + Json.of(field.getKey()).text() + ": " + text(field.getValue(), deeper))
          .collect(Collectors.joining(",\n", "{\n", "\n" + indent + "}"));
      case Json.Arr(List<Json> items) -> items.stream().map(item -> deeper + text(item, deeper))
          .collect(Collectors.joining(",\n", "[\n", "\n" + indent + "]"));
      case Json.Str _,Json.Num _,Json.Bool _,Json.Null _ -> line;
    };
  }
}
