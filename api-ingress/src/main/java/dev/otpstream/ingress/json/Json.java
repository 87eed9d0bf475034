package dev.otpstream.ingress.json;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A JSON value as it was written: a number keeps its digits, an object its order. Immutable. Values print as redacted,
 * because what callers send is full of codes and phone numbers; {@link #text} is the value itself.
 */
public sealed interface Json {
  /** An object; no name occurs twice. */
  record Obj(Map<String, Json> fields) implements Json {
    public Obj {
      fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    /** A field's value; a field that is null counts as absent. */
    public Optional<Json> find(String name) {
      return Optional.ofNullable(fields.get(name)).filter(value -> !(value instanceof Null));
    }

    /** The same object with one more field at its end. */
    public Obj with(String name, Json value) {
      var more = new LinkedHashMap<>(fields);
      more.put(name, value);
      return new Obj(more);
    }

    /** The same object with its own fields in alphabetical order: equal for requests that ask the same. */
    public Obj sorted() {
      return new Obj(new TreeMap<>(fields));
    }

    @Override public String toString() {
      return "Json.Obj[redacted]";
    }
  }

  /** A list. */
  record Arr(List<Json> items) implements Json {
    public Arr {
      items = List.copyOf(items);
    }

    @Override public String toString() {
      return "Json.Arr[redacted]";
    }
  }

  /** A string without lone surrogates. */
  record Str(String value) implements Json {
    @Override public String toString() {
      return "Json.Str[redacted]";
    }
  }

  /** A number, as its own digits. */
  record Num(String digits) implements Json {
    private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,18}");

    /** The number, if it is written as a whole number of at most 18 digits. */
    public OptionalLong integer() {
      return INTEGER.matcher(digits).matches() ? OptionalLong.of(Long.parseLong(digits)) : OptionalLong.empty();
    }

    @Override public String toString() {
      return "Json.Num[redacted]";
    }
  }

  /** True or false. */
  enum Bool implements Json {
    FALSE, TRUE
  }

  /** Null. */
  enum Null implements Json {
    NULL
  }

  /** The value null. */
  static Json nothing() {
    return Null.NULL;
  }

  static Json of(String value) {
    return new Str(value);
  }

  static Json of(long value) {
    return new Num(Long.toString(value));
  }

  static Json of(boolean value) {
    return value ? Bool.TRUE : Bool.FALSE;
  }

  static Arr list(List<? extends Json> items) {
    return new Arr(new ArrayList<>(items));
  }

  static Obj obj(String name, Json value) {
    return new Obj(Map.of(name, value));
  }

  static Obj obj(String name, Json value, String name2, Json value2) {
    return obj(name, value).with(name2, value2);
  }

  static Obj obj(String name, Json value, String name2, Json value2, String name3, Json value3) {
    return obj(name, value, name2, value2).with(name3, value3);
  }

  /** The value as compact JSON text. */
  default String text() {
    var out = new StringBuilder(128);
    JsonWriter.write(this, out);
    return out.toString();
  }
}
