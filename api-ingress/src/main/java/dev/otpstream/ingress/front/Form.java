package dev.otpstream.ingress.front;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The fields of an HTML form, each with its values in their order. UTF-8 only, whatever the content type says. Prints as
 * redacted.
 *
 * @param fields the values by the fields' names
 */
public record Form(Map<String, List<String>> fields) {
  /** Of names and values together. */
  static final int FIELDS_MAX = 1000;

  public Form {
    var copy = new LinkedHashMap<String, List<String>>();
    fields.forEach((name, values) -> copy.put(name, List.copyOf(values)));
    fields = java.util.Collections.unmodifiableMap(copy);
  }

  /**
   * Reads {@code application/x-www-form-urlencoded}; empty if it is not UTF-8 or has too many fields.
   *
   * @see <a href="https://url.spec.whatwg.org/#urlencoded-parsing">URL, urlencoded parsing</a>
   */
  public static Optional<Form> urlEncoded(byte[] body) {
    var form = new Builder();
    for (int begin = 0; begin <= body.length;) {
      int end = indexOf(body, '&', begin, body.length);
      int equals = indexOf(body, '=', begin, end);
      Optional<String> name = Percent.decode(body, begin, equals, true);
      Optional<String> value = Percent.decode(body, Math.min(equals + 1, end), end, true);
      if (name.isEmpty() || value.isEmpty()) return Optional.empty();
      boolean full = end > begin && !form.add(name.get(), value.get());
      if (full) return Optional.empty();
      begin = end + 1;
    }
    return Optional.of(form.build());
  }

  /** Reads a URL's query, without its question mark. */
  public static Optional<Form> query(String query) {
    return urlEncoded(query.getBytes(StandardCharsets.UTF_8));
  }

  /** Reads {@code multipart/form-data}; empty if it is malformed, not UTF-8, or has too many fields or a file. */
  public static Optional<Form> multipart(byte[] body, String contentType) {
    return Multipart.read(body, contentType);
  }

  /** The values of a field; none if it is not there. */
  public List<String> all(String name) {
    return fields.getOrDefault(name, List.of());
  }

  private static int indexOf(byte[] bytes, char wanted, int from, int to) {
    for (int at = from; at < to; at++)
      if (bytes[at] == wanted) return at;
    return to;
  }

  @Override public String toString() {
    return "Form[redacted]";
  }

  /** Gathers fields, up to the limit. */
  static final class Builder {
    private final Map<String, List<String>> fields = new LinkedHashMap<>();
    private int count;

    /** False if there are too many. */
    boolean add(String name, String value) {
      fields.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
      return ++count <= FIELDS_MAX;
    }

    Form build() {
      return new Form(fields);
    }
  }
}
