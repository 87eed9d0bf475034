package dev.otpstream.ingress;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** The served OpenAPI document as tests read it. */
record ApiDocument(JsonNode root) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
  private static final String JSON_TYPE = "application/json";

  /** One operation: the verb in capitals, the path with its placeholders. */
  record Operation(String verb, String path, JsonNode node) {
    @Override public String toString() {
      return verb + " " + path;
    }
  }

  /** One documented pair of request and answer. */
  record Example(Operation operation, String name, int status, JsonNode answer, JsonNode answerSchema) {
    @Override public String toString() {
      return operation + " " + name;
    }
  }

  List<Operation> operations() {
    var operations = new ArrayList<Operation>();
    root.get("paths").properties().forEach(path -> path.getValue().properties().forEach(verb -> operations
        .add(new Operation(verb.getKey().toUpperCase(Locale.ROOT), path.getKey(), verb.getValue()))));
    return operations;
  }

  /** All examples; those that take something away come last. */
  List<Example> examples() {
    var examples = new ArrayList<Example>();
    var last = new ArrayList<Example>();
    for (Operation operation : operations())
      for (Map.Entry<String, JsonNode> response : operation.node().get("responses").properties()) {
        JsonNode content = resolved(response.getValue()).at("/content").path(JSON_TYPE);
        for (Map.Entry<String, JsonNode> example : content.path("examples").properties())
          (operation.verb().equals("DELETE") ? last : examples).add(new Example(operation, example.getKey(),
              Integer.parseInt(response.getKey()), example.getValue().get("value"), content.get("schema")));
      }
    examples.addAll(last);
    return examples;
  }

  /** The body of a request, and the type it is documented with. */
  Optional<Map.Entry<String, JsonNode>> body(Operation operation, String example) {
    return operation.node().at("/requestBody/content").properties().stream()
        .filter(type -> type.getValue().at("/examples/" + example).has("value")).<Map.Entry<String, JsonNode>>map(
            type -> Map.entry(type.getKey(), type.getValue().at("/examples/" + example + "/value")))
        .findFirst();
  }

  /** The names of the examples that an operation's requests have. */
  TreeSet<String> requestNames(Operation operation) {
    var names = new TreeSet<String>();
    operation.node().at("/requestBody/content").forEach(type -> type.path("examples").fieldNames()
        .forEachRemaining(names::add));
    operation.node().path("parameters").forEach(parameter -> parameter.path("examples").fieldNames()
        .forEachRemaining(names::add));
    return names;
  }

  /** The schema that a body of a type must pass. */
  JsonNode bodySchema(Operation operation, String type) {
    return operation.node().at("/requestBody/content").get(type).get("schema");
  }

  /** What speaks against a value; empty: nothing. */
  List<String> against(JsonNode schema, JsonNode value) {
    ObjectNode whole = schema.deepCopy();
    whole.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    whole.set("components", root.get("components"));
    JsonSchema compiled = SCHEMAS.getSchema(whole);
    return compiled.validate(value).stream().map(Object::toString).toList();
  }

  JsonNode resolved(JsonNode node) {
    return node.has("$ref") ? root.at(node.get("$ref").asText().substring(1)) : node;
  }

  static JsonNode read(String json) {
    try {
      return JSON.readTree(json);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
