package dev.otpstream.ingress.json;

import java.util.HexFormat;

/** Writes compact JSON text; one value has one text. */
final class JsonWriter {
  private static final HexFormat HEX = HexFormat.of();

  private JsonWriter() {}

  static void write(Json value, StringBuilder out) {
    switch (value) {
      case Json.Obj object -> object(object, out);
      case Json.Arr array -> array(array, out);
      case Json.Str string -> string(string.value(), out);
      case Json.Num number -> out.append(number.digits());
      case Json.Bool bool -> out.append(bool == Json.Bool.TRUE);
      case Json.Null _ -> out.append("null");
    }
  }

  private static void object(Json.Obj object, StringBuilder out) {
    char before = '{';
    for (var field : object.fields().entrySet()) {
      out.append(before);
      string(field.getKey(), out);
      out.append(':');
      write(field.getValue(), out);
      before = ',';
    }
    if (before == '{') out.append('{');
    out.append('}');
  }

  private static void array(Json.Arr array, StringBuilder out) {
    char before = '[';
    for (Json item : array.items()) {
      out.append(before);
      write(item, out);
      before = ',';
    }
    if (before == '[') out.append('[');
    out.append(']');
  }

  private static void string(String value, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < ' ') out.append("\\u").append(HEX.toHexDigits(c));
          else
            out.append(c);
        }
      }
    }
    out.append('"');
  }
}
