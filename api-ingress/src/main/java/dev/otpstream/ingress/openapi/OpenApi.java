package dev.otpstream.ingress.openapi;

import dev.otpstream.ingress.front.Page;
import dev.otpstream.ingress.json.Json;
import dev.otpstream.ingress.json.JsonReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The whole API as one OpenAPI document, joined from one part for each vocabulary.
 *
 * @see <a href="https://spec.openapis.org/oas/v3.1.1.html">OpenAPI 3.1.1</a>
 */
public final class OpenApi {
  /** The first has what all share. */
  private static final List<String> PARTS = List.of("otpstream", "alphasms", "zapnoty", "engagelab", "kaleyra",
      "admin");

  private OpenApi() {}

  /** The document at {@code /openapi.json}, and the same for people at {@code /docs}. */
  public static List<Page> pages() {
    Json.Obj document = document();
    return List.of(new Page("/openapi.json", "application/json", document.text()),
        new Page("/docs", "text/html; charset=utf-8", DocsPage.of(document)));
  }

  /** @throws IllegalStateException if a part is missing, is no JSON, or says what another one said already */
  static Json.Obj document() {
    Json.Obj whole = part(PARTS.getFirst());
    for (String name : PARTS.subList(1, PARTS.size()))
      whole = join(whole, part(name));
    return whole;
  }

  /** Objects are joined field by field, lists end to end. */
  private static Json.Obj join(Json.Obj one, Json.Obj other) {
    var fields = new LinkedHashMap<>(one.fields());
    for (Map.Entry<String, Json> field : other.fields().entrySet())
      fields.merge(field.getKey(), field.getValue(), (before, more) -> {
        if (before instanceof Json.Obj a && more instanceof Json.Obj b) return join(a, b);
        if (before instanceof Json.Arr(List<Json> a) && more instanceof Json.Arr(List<Json> b)) return join(a, b);
        throw new IllegalStateException(field.getKey() + " is there twice");
      });
    return new Json.Obj(fields);
  }

  private static Json join(List<Json> one, List<Json> other) {
    var items = new java.util.ArrayList<>(one);
    items.addAll(other);
    return Json.list(items);
  }

  private static Json.Obj part(String name) {
    try (InputStream in = OpenApi.class.getResourceAsStream(name + ".json")) {
      if (in == null) throw new IllegalStateException(name + ".json is missing");
      return JsonReader.readObject(in.readAllBytes())
          .orElseThrow(() -> new IllegalStateException(name + ".json is no JSON object"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
