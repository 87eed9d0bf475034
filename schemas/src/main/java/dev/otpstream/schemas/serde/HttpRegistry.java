package dev.otpstream.schemas.serde;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.avro.Schema;
import org.apache.kafka.common.errors.SerializationException;

/**
 * A registry behind Confluent's REST API.
 *
 * @see <a href="https://docs.confluent.io/platform/current/schema-registry/develop/api.html">Schema Registry API</a>
 */
final class HttpRegistry implements SchemaRegistry {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";
  private static final ObjectMapper JSON = new ObjectMapper();

  private record Registration(String subject, Schema schema) {}

  private final RegistrySettings settings;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  private final ConcurrentMap<Registration, Integer> ids = new ConcurrentHashMap<>();
  private final ConcurrentMap<Integer, Schema> schemas = new ConcurrentHashMap<>();

  HttpRegistry(RegistrySettings settings) {
    this.settings = settings;
  }

  @Override public int register(String subject, Schema schema) {
    var registration = new Registration(subject, schema);
    Integer known = ids.get(registration);
    if (known != null) return known;
    String path = "/subjects/" + encoded(subject) + (settings.autoRegister() ? "/versions" : "");
    JsonNode answer = call(request(path).POST(BodyPublishers.ofString(body(schema))).build(),
        "schema of subject " + subject);
    int id = answer.path("id").asInt();
    if (id < 1) throw nonsense("schema of subject " + subject);
    ids.put(registration, id);
    schemas.putIfAbsent(id, schema);
    return id;
  }

  @Override public Schema byId(int id) {
    Schema known = schemas.get(id);
    if (known != null) return known;
    JsonNode answer = call(request("/schemas/ids/" + id).GET().build(), "schema id " + id);
    if (!answer.path("schema").isTextual()) throw nonsense("schema id " + id);
    Schema schema;
    try {
      schema = new Schema.Parser().parse(answer.path("schema").asText());
    } catch (RuntimeException e) {
      throw new SerializationException("schema id " + id + " is not an Avro schema", e);
    }
    schemas.put(id, schema);
    return schema;
  }

  @Override public void keepCompatible(String subject, String level) {
    if (!settings.autoRegister()) return;
    String path = "/config/" + encoded(subject);
    String what = "compatibility level of subject " + subject;
    if (level.equals(levelAt(path, what))) return; // each service asks at each start: leave what is right alone
    call(request(path).PUT(BodyPublishers.ofString("{\"compatibility\":\"" + level + "\"}")).build(), what);
  }

  private String levelAt(String path, String what) {
    try {
      return call(request(path).GET().build(), what).path("compatibilityLevel").asText();
    } catch (SerializationException _) {
      return ""; // the subject has none of its own
    }
  }

  private static String encoded(String subject) {
    return URLEncoder.encode(subject, StandardCharsets.UTF_8);
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(settings.url() + path)).timeout(TIMEOUT)
        .header("Content-Type", CONTENT_TYPE).header("Accept", CONTENT_TYPE);
    if (settings.basicAuth().isEmpty()) return request;
    String credentials = Base64.getEncoder().encodeToString(settings.basicAuth().getBytes(StandardCharsets.UTF_8));
    return request.header("Authorization", "Basic " + credentials);
  }

  private JsonNode call(HttpRequest request, String what) {
    try {
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
      int status = response.statusCode();
      if (status == 200) return JSON.readTree(response.body());
      // A refusal of the asker (401, 403) or of the moment (5xx, 429) says nothing against the record at hand.
      boolean refused = status == 401 || status == 403;
      if (status >= 500 || status == 429 || refused)
        throw new RegistryUnavailable("registry answers " + status + " for " + what, null, refused);
      throw new SerializationException("registry refuses " + what + ": " + status + " " + reason(response.body()));
    } catch (IOException e) {
      throw new RegistryUnavailable("registry does not answer for " + what, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RegistryUnavailable("interrupted while asking the registry for " + what, e);
    }
  }

  /** Whatever stands between us and the registry and says 200 to everything: the record is not at fault. */
  private static RegistryUnavailable nonsense(String what) {
    return new RegistryUnavailable("registry answers no registry's words for " + what, null);
  }

  private static String reason(String body) {
    try {
      return JSON.readTree(body).path("message").asText();
    } catch (IOException e) {
      return "";
    }
  }

  private static String body(Schema schema) {
    try {
      return JSON.writeValueAsString(Map.of("schema", schema.toString()));
    } catch (IOException e) {
      throw new IllegalStateException("a schema is always JSON", e);
    }
  }
}
