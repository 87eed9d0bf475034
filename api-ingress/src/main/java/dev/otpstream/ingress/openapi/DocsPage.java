package dev.otpstream.ingress.openapi;

import dev.otpstream.ingress.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes an OpenAPI document as one page of HTML that needs nothing else: no script, no font, no other server. */
final class DocsPage {
  private static final String STYLE = """
      body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:0 auto;padding:1rem;color:#222;background:#fff}
      h1,h2{line-height:1.2}h2{margin-top:3rem;border-bottom:2px solid #ddd}h3{margin:2rem 0 .3rem}
      nav ul,.plain{list-style:none;padding-left:1rem}nav li{margin:.1rem 0}
      code,pre{font:13px/1.45 ui-monospace,monospace;background:#f4f4f4;border-radius:3px}
      code{padding:.1rem .25rem}pre{padding:.6rem;overflow-x:auto}
      table{border-collapse:collapse;width:100%}td,th{border:1px solid #ddd;padding:.2rem .5rem;text-align:left;
      vertical-align:top}.verb{font-weight:bold;display:inline-block;min-width:4rem}summary{cursor:pointer}
      @media(prefers-color-scheme:dark){body{color:#ddd;background:#181818}code,pre{background:#282828}
      a{color:#8ab4f8}td,th,h2{border-color:#444}}
      """;
  private final Json.Obj document;
  private final Html html = new Html();

  private DocsPage(Json.Obj document) {
    this.document = document;
  }

  static String of(Json.Obj document) {
    return new DocsPage(document).write();
  }

  private String write() {
    Json.Obj info = object(document, "info");
    html.raw("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">"
        + "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">");
    html.element("title", text(info, "title") + " API").raw("<style>" + STYLE + "</style></head><body>");
    html.element("h1", text(info, "title") + " API").element("p", text(info, "description"));
    html.raw("<p>As a document: <a href=\"/openapi.json\">openapi.json</a></p><nav><ul>");
    for (Json.Obj tag : objects(document, "tags")) {
      html.raw("<li>").element("strong", text(tag, "name")).raw("<ul>");
      operations(text(tag, "name"), (verb, path, operation) -> html.raw("<li>")
          .link("#" + text(operation, "operationId"), verb + " " + path).raw("</li>"));
      html.raw("</ul></li>");
    }
    html.raw("</ul></nav>").element("h2", "Keys");
    object(object(document, "components"), "securitySchemes").fields().forEach((name, scheme) -> html.raw("<p>")
        .element("strong", name).text(": " + text((Json.Obj) scheme, "description")).raw("</p>"));
    for (Json.Obj tag : objects(document, "tags")) {
      html.element("h2", text(tag, "name")).element("p", text(tag, "description"));
      operations(text(tag, "name"), this::operation);
    }
    html.element("h2", "Schemas");
    object(object(document, "components"), "schemas").fields().forEach((name, schema) -> html
        .raw("<h3 id=\"schema-" + Html.escaped(name) + "\">").text(name).raw("</h3>").then(schema((Json.Obj) schema)));
    return html.raw("</body></html>").toString();
  }

  private interface Visitor {
    void visit(String verb, String path, Json.Obj operation);
  }

  private void operations(String tag, Visitor visitor) {
    object(document, "paths").fields().forEach((path, item) -> ((Json.Obj) item).fields().forEach((verb, operation) -> {
      Json.Obj one = (Json.Obj) operation;
      boolean tagged = one.find("tags").filter(tags -> tags.equals(Json.list(List.of(Json.of(tag))))).isPresent();
      if (tagged) visitor.visit(verb.toUpperCase(java.util.Locale.ROOT), path, one);
    }));
  }

  private void operation(String verb, String path, Json.Obj operation) {
    html.raw("<h3 id=\"" + Html.escaped(text(operation, "operationId")) + "\">").text(text(operation, "summary"))
        .raw("</h3><p><span class=\"verb\">").text(verb).raw("</span> ").element("code", path);
    for (Json.Obj key : objects(operation, "security"))
      html.text(" with key " + String.join(", ", key.fields().keySet()));
    html.raw("</p>");
    if (operation.find("description").isPresent()) html.element("p", text(operation, "description"));
    parameters(objects(operation, "parameters"));
    operation.find("requestBody").ifPresent(body -> content("Body", (Json.Obj) body));
    object(operation, "responses").fields()
        .forEach((status, response) -> content(status, resolved((Json.Obj) response)));
  }

  private Json.Obj resolved(Json.Obj response) {
    if (response.find("$ref").isEmpty()) return response;
    String name = text(response, "$ref").replaceFirst(".*/", "");
    return object(object(object(document, "components"), "responses"), name);
  }

  private void parameters(List<Json.Obj> parameters) {
    if (parameters.isEmpty()) return;
    html.raw("<table><tr><th>Parameter</th><th>in</th><th></th></tr>");
    for (Json.Obj one : parameters)
      html.raw("<tr><td>").element("code", text(one, "name")).raw("</td><td>").text(text(one, "in")).raw("</td><td>")
          .text(text(one, "description")).raw("</td></tr>");
    html.raw("</table>");
  }

  private void content(String title, Json.Obj holder) {
    html.raw("<p>").element("strong", title).text(" " + text(holder, "description"));
    Map<String, Json> types = object(holder, "content").fields();
    if (types.isEmpty()) {
      html.raw("</p>");
      return;
    }
    html.text(" (" + String.join(", ", types.keySet()) + "): ");
    Json.Obj first = (Json.Obj) types.values().iterator().next();
    html.then(type(object(first, "schema"))).raw("</p>");
    object(first, "examples").fields().forEach((name, example) -> html.raw("<details><summary>").text(name)
        .raw("</summary><pre>").text(Indented.text(((Json.Obj) example).fields().get("value")))
        .raw("</pre></details>"));
  }

  /** What a schema says: a table of its fields, or else what it is. */
  private static Html schema(Json.Obj schema) {
    var html = new Html();
    if (schema.find("description").isPresent()) html.element("p", text(schema, "description"));
    Map<String, Json> fields = object(schema, "properties").fields();
    if (fields.isEmpty()) return html.raw("<p>").then(type(schema)).raw("</p>");
    List<Json> required = schema.find("required").orElse(null) instanceof Json.Arr(List<Json> names)
        ? names
        : List.of();
    html.raw("<table><tr><th>Field</th><th>Type</th><th></th></tr>");
    fields.forEach((name, field) -> html.raw("<tr><td>").element("code", name)
        .text(required.contains(Json.of(name)) ? " required" : "").raw("</td><td>").then(type((Json.Obj) field))
        .raw("</td><td>").text(text((Json.Obj) field, "description")).raw("</td></tr>"));
    return html.raw("</table>");
  }

  /** A schema in a word, or a few. */
  private static Html type(Json.Obj schema) {
    var html = new Html();
    Optional<Json> reference = schema.find("$ref");
    if (reference.isPresent()) {
      String name = text(schema, "$ref").replaceFirst(".*/", "");
      return html.link("#schema-" + name, name);
    }
    for (String choice : List.of("oneOf", "anyOf")) {
      List<Json.Obj> choices = objects(schema, choice);
      for (int i = 0; i < choices.size(); i++)
        html.text(i == 0 ? "" : " or ").then(type(choices.get(i)));
      if (!choices.isEmpty()) return html;
    }
    if (schema.find("items").isPresent()) html.text("list of ").then(type(object(schema, "items")));
    else if (!object(schema, "properties").fields().isEmpty()) return html.then(schema(schema));
    else
      html.text(schema.find("type").map(DocsPage::words).orElse(""));
    for (String word : List.of("enum", "const", "default", "format", "pattern", "minimum", "maximum", "minLength",
        "maxLength", "minItems", "maxItems"))
      schema.find(word).ifPresent(value -> html.text(" " + word + " " + words(value)));
    return html;
  }

  private static String words(Json json) {
    return switch (json) {
      case Json.Str(String word) -> word;
      case Json.Arr(List<Json> items) -> String.join(" | ", items.stream().map(DocsPage::words).toList());
      case Json.Obj _,Json.Num _,Json.Bool _,Json.Null _ -> json.text();
    };
  }

  private static String text(Json.Obj object, String name) {
    return object.find(name).orElse(null) instanceof Json.Str(String text) ? text : "";
  }

  private static Json.Obj object(Json.Obj object, String name) {
    return object.find(name).orElse(null) instanceof Json.Obj inner ? inner : new Json.Obj(Map.of());
  }

  private static List<Json.Obj> objects(Json.Obj object, String name) {
    return object.find(name).orElse(null) instanceof Json.Arr(List<Json> items)
        ? items.stream().map(Json.Obj.class::cast).toList()
        : List.of();
  }
}
