package dev.otpstream.schemas;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator.Feature;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificData;

/**
 * The catalogue in the words of AsyncAPI 3.
 *
 * @see <a href="https://www.asyncapi.com/docs/reference/specification/v3.0.0">AsyncAPI 3.0.0</a>
 * @see <a href="https://github.com/asyncapi/bindings/tree/master/kafka">Kafka bindings</a>
 */
final class AsyncApiDocument {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String AVRO = "application/vnd.apache.avro+json;version=1.12.0";
  private static final String BINDING_VERSION = "0.5.0";
  private static final String DEAD_LETTER = "DeadLetter";

  private AsyncApiDocument() {}

  static String yaml() throws JsonProcessingException {
    return "# Written from schemas by its tests; a difference fails the build.\n"
        + YAMLMapper.builder().disable(Feature.WRITE_DOC_START_MARKER, Feature.SPLIT_LINES)
            .enable(Feature.MINIMIZE_QUOTES, Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS).build()
            .writeValueAsString(document());
  }

  private static ObjectNode document() throws JsonProcessingException {
    ObjectNode document = JSON.createObjectNode().put("asyncapi", "3.0.0")
        .put("id", "urn:dev:otpstream").put("defaultContentType", "avro/binary");
    document.putObject("info").put("title", "otpstream").put("version", "1")
        .put("description",
            """
                What one-time passwords do, as events. Channels tagged public are for everybody downstream and keep the promise \
                of consume.md; those tagged internal are ours to change. Read committed records only \
                (isolation.level=read_committed).""")
        .putObject("license").put("name", "Apache-2.0").put("url", "https://www.apache.org/licenses/LICENSE-2.0");
    document.putObject("servers").putObject("standalone").put("host", "127.0.0.1:9092").put("protocol", "kafka")
        .put("description", "What ./otp up starts.").putObject("bindings").putObject("kafka")
        .put("schemaRegistryUrl", "http://127.0.0.1:8081").put("schemaRegistryVendor", "confluent")
        .put("bindingVersion", BINDING_VERSION);
    ObjectNode channels = document.putObject("channels");
    ObjectNode operations = document.putObject("operations");
    ObjectNode components = document.putObject("components");
    ObjectNode messages = components.putObject("messages");
    for (Topic<?> topic : publicFirst()) {
      String message = topic.valueType().getSimpleName();
      channel(channels, topic.name(), message, topic.doc(), Topics.PUBLIC.contains(topic) ? "public" : "internal")
          .set("bindings", binding(topic));
      operation(operations, topic.name(), message);
      if (!messages.has(message)) message(messages.putObject(message), topic);
    }
    channel(channels, DeadLetters.TOPIC, DEAD_LETTER, "Records that nobody could read or process, with their reason.",
        "internal");
    operation(operations, DeadLetters.TOPIC, DEAD_LETTER);
    deadLetter(messages.putObject(DEAD_LETTER));
    return document;
  }

  private static List<Topic<?>> publicFirst() {
    return Stream.concat(Topics.PUBLIC.stream(), Topics.ALL.stream()).distinct().toList();
  }

  private static ObjectNode channel(ObjectNode channels, String topic, String message, String doc, String audience) {
    ObjectNode channel = channels.putObject(name(topic)).put("address", topic).put("description", doc);
    channel.putArray("tags").addObject().put("name", audience);
    channel.putObject("messages").putObject(message).put("$ref", "#/components/messages/" + message);
    return channel;
  }

  private static void operation(ObjectNode operations, String topic, String message) {
    ObjectNode operation = operations.putObject("send-" + name(topic)).put("action", "send");
    operation.putObject("channel").put("$ref", "#/channels/" + name(topic));
    operation.putArray("messages").addObject().put("$ref", "#/channels/" + name(topic) + "/messages/" + message);
  }

  private static void message(ObjectNode message, Topic<?> topic) throws JsonProcessingException {
    JsonNode schema = JSON.readTree(SpecificData.get().getSchema(topic.valueType()).toString());
    message.put("name", topic.valueType().getSimpleName()).put("summary", schema.path("doc").asText())
        .put("contentType", "avro/binary").putObject("payload").put("schemaFormat", AVRO).set("schema", schema);
    ObjectNode kafka = message.putObject("bindings").putObject("kafka");
    kafka.putObject("key").put("type", "string").put("description", topic.key());
    kafka.put("schemaIdLocation", "payload").put("schemaIdPayloadEncoding", "confluent")
        .put("schemaLookupStrategy", "TopicIdStrategy").put("bindingVersion", BINDING_VERSION);
  }

  private static void deadLetter(ObjectNode message) {
    message.put("name", DEAD_LETTER).put("summary", "The origin's own key, bytes and headers, and these headers.")
        .put("contentType", "application/octet-stream");
    ObjectNode headers = message.putObject("headers").put("type", "object");
    List<String> names = List.of(DeadLetters.ORIGIN_TOPIC, DeadLetters.ORIGIN_PARTITION, DeadLetters.ORIGIN_OFFSET,
        DeadLetters.SERVICE, DeadLetters.REASON, DeadLetters.TRACE);
    ObjectNode properties = headers.putObject("properties");
    names.forEach(name -> properties.putObject(name).put("type", "string"));
    names.forEach(headers.putArray("required")::add);
    message.putObject("payload").put("type", "string").put("format", "binary");
  }

  private static ObjectNode binding(Topic<?> topic) {
    ObjectNode bindings = JSON.createObjectNode();
    ObjectNode kafka = bindings.putObject("kafka").put("topic", topic.name());
    if (topic.layout() == Topic.Layout.SINGLE) kafka.put("partitions", 1);
    ObjectNode config = kafka.putObject("topicConfiguration");
    config.putArray("cleanup.policy").add(topic.compacted() ? "compact" : "delete");
    if (!topic.compacted()) config.put("retention.ms", topic.retention().toMillis());
    kafka.put("bindingVersion", BINDING_VERSION);
    return bindings;
  }

  private static String name(String topic) {
    return topic.substring("otp.".length()).replace('.', '-');
  }
}
