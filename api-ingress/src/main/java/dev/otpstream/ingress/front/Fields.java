package dev.otpstream.ingress.front;

import dev.otpstream.ingress.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Reads the fields of one JSON object. A field that is wrong is remembered and read as absent, so that a reader goes
 * through all fields and then asks once for the first {@link #problem}. Not thread-safe.
 */
public final class Fields {
  private final String prefix;
  private final Json.Obj object;
  private final List<String> problems;

  private Fields(String prefix, Json.Obj object, List<String> problems) {
    this.prefix = prefix;
    this.object = object;
    this.problems = problems;
  }

  public static Fields of(Json.Obj object) {
    return new Fields("", object, new ArrayList<>());
  }

  /** Whether a field is there and not null. */
  public boolean has(String name) {
    return object.find(name).isPresent();
  }

  /** A field's value as it is; empty if it is not there or null. */
  public Optional<Json> find(String name) {
    return object.find(name);
  }

  /** A line of text: one to so many characters, none of them a control character. */
  public Optional<String> line(String name, int lengthMax) {
    return string(name, lengthMax, "a text of 1 to %d characters without control characters".formatted(lengthMax),
        value -> value.chars().noneMatch(Character::isISOControl));
  }

  /** A text that must be there; empty if it is not, which is then a problem. */
  public String requiredLine(String name, int lengthMax) {
    if (!has(name)) wrong(name, "is required");
    return line(name, lengthMax).orElse("");
  }

  /** A string that passes a check. */
  public Optional<String> string(String name, int lengthMax, String form, java.util.function.Predicate<String> check) {
    Optional<Json> value = object.find(name);
    if (value.isEmpty()) return Optional.empty();
    if (value.get() instanceof Json.Str(String text) && !text.isEmpty() && text.length() <= lengthMax
        && check.test(text))
      return Optional.of(text);
    wrong(name, "is not " + form);
    return Optional.empty();
  }

  /** A whole number within bounds, written as a number. */
  public int integer(String name, int min, int max, int fallback) {
    Optional<Json> value = object.find(name);
    if (value.isEmpty()) return fallback;
    if (value.get() instanceof Json.Num number) {
      OptionalLong read = number.integer();
      if (read.isPresent() && read.getAsLong() >= min && read.getAsLong() <= max) return (int) read.getAsLong();
    }
    wrong(name, "is not a whole number from %d to %d".formatted(min, max));
    return fallback;
  }

  /** A list of one or more different words out of some. */
  public Optional<List<String>> words(String name, Set<String> allowed) {
    Optional<Json> value = object.find(name);
    if (value.isEmpty()) return Optional.empty();
    var words = new ArrayList<String>();
    if (value.get() instanceof Json.Arr(List<Json> items)) {
      for (Json item : items)
        if (item instanceof Json.Str(String word) && allowed.contains(word) && !words.contains(word)) words.add(word);
      if (!words.isEmpty() && words.size() == items.size()) return Optional.of(words);
    }
    wrong(name, "is not a list of one or more of " + String.join(", ", allowed.stream().sorted().toList()));
    return Optional.empty();
  }

  /** An object's fields; absent counts as an empty object. */
  public Fields object(String name) {
    Optional<Json> value = object.find(name);
    if (value.isPresent() && !(value.get() instanceof Json.Obj)) wrong(name, "is not an object");
    Json.Obj inner = value.orElse(null) instanceof Json.Obj found ? found : new Json.Obj(Map.of());
    return new Fields(prefix + name + ".", inner, problems);
  }

  /** The names that are there. */
  public Set<String> names() {
    return object.fields().keySet();
  }

  /** Remembers a problem that the reader found by itself. */
  public void wrong(String name, String why) {
    problems.add(prefix + name + " " + why);
  }

  /** The first thing that is wrong, for people; it quotes no value. */
  public Optional<String> problem() {
    return problems.stream().findFirst();
  }
}
