package dev.otpstream.ingress.kaleyra;

import dev.otpstream.ingress.front.Call;
import dev.otpstream.ingress.front.Form;
import dev.otpstream.ingress.json.Json;
import dev.otpstream.ingress.json.JsonReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A request's fields, from a form or a JSON object alike: each a list of texts as they came. Prints as redacted. */
final class Input {
  private static final String JSON = "application/json";
  private static final String MULTIPART = "multipart/form-data";
  private static final String FORM = "application/x-www-form-urlencoded";
  private final Map<String, List<String>> fields;

  private Input(Map<String, List<String>> fields) {
    this.fields = fields;
  }

  /** Reads the body as the content type says; a body without one is a form. Empty if it is not what it should be. */
  static Optional<Input> of(Call call) {
    return switch (call.mediaType()) {
      case JSON -> JsonReader.readObject(call.body()).map(Input::of);
      case MULTIPART -> Form.multipart(call.body(), call.header(Call.CONTENT_TYPE).orElseThrow()).map(Input::of);
      case FORM, "" -> Form.urlEncoded(call.body()).map(Input::of);
      default -> Optional.empty();
    };
  }

  /** The fields of a URL's query. */
  static Optional<Input> ofQuery(Call call) {
    return Form.query(call.query()).map(Input::of);
  }

  private static Input of(Form form) {
    return new Input(form.fields());
  }

  private static Input of(Json.Obj object) {
    var fields = new HashMap<String, List<String>>();
    object.fields().forEach((name, value) -> gather(name, value, fields));
    return new Input(fields);
  }

  /** An object's fields become {@code name[field]}, as forms write them; a list's items become the field's values. */
  private static void gather(String name, Json value, Map<String, List<String>> fields) {
    switch (value) {
      case Json.Str(String text) -> fields.computeIfAbsent(name, _ -> new ArrayList<>()).add(text);
      case Json.Num(String digits) -> fields.computeIfAbsent(name, _ -> new ArrayList<>()).add(digits);
      case Json.Bool bool -> fields.computeIfAbsent(name, _ -> new ArrayList<>()).add(bool.text());
      case Json.Arr(List<Json> items) -> items.forEach(item -> gather(name, item, fields));
      case Json.Obj(Map<String, Json> inner) -> inner
          .forEach((field, item) -> gather(name + "[" + field + "]", item, fields));
      case Json.Null _ -> { // as if it were not there
      }
    }
  }

  boolean has(String name) {
    return fields.containsKey(name);
  }

  /** All values of a field. */
  List<String> all(String name) {
    return fields.getOrDefault(name, List.of());
  }

  /** The value of a field that may stand there once. */
  Optional<String> one(String name) throws Refusal {
    List<String> values = all(name);
    if (values.size() > 1) throw Refusal.invalid(name);
    return values.stream().findFirst();
  }

  /** The value of a field, where an empty one is as good as none. */
  Optional<String> filled(String name) throws Refusal {
    return one(name).filter(value -> !value.isBlank());
  }

  @Override public String toString() {
    return "Input[redacted]";
  }
}
