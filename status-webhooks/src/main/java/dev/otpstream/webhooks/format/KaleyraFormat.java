package dev.otpstream.webhooks.format;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.otpstream.kit.target.Placeholders;
import dev.otpstream.schemas.StatusEvent;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Kaleyra's callback: JSON by {@code POST}, or by {@code GET} where the URL has placeholders. An account can choose the
 * method, further headers, an {@code Authorization} and a body of its own with placeholders such as {@code <status>}.
 */
final class KaleyraFormat implements HookFormat {
  /** The note that holds the id which the caller was given. */
  static final String MESSAGE_ID = "message_id";
  static final String METHOD = "method";
  static final String HEADERS = "headers";
  static final String BODY = "body";
  private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "DELETE");
  private static final Pattern PLACEHOLDER = Pattern.compile("<([a-z_]+)>");
  private static final DateTimeFormatter TIMESTAMP = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss")
      .withZone(ZoneOffset.UTC);

  @Override public String name() {
    return "kaleyra";
  }

  @Override public boolean tellsRecipient() {
    return true;
  }

  @Override public Optional<String> word(StatusEvent event) {
    return KaleyraWords.of(event).map(KaleyraWords::status);
  }

  @Override public HookRequest write(Telling telling) {
    Endpoint endpoint = telling.endpoint();
    Map<String, String> values = values(telling);
    boolean placeholders = Placeholders.areIn(telling.url());
    String method = endpoint.setting(METHOD).filter(METHODS::contains).orElse(placeholders ? "GET" : "POST");
    var headers = new LinkedHashMap<>(endpoint.setting(HEADERS).map(CustomHeaders::read).orElse(Map.of()));
    endpoint.secret(Endpoint.AUTHORIZATION).ifPresent(value -> headers.put("Authorization", value.reveal()));
    String body = method.equals("GET")
        ? ""
        : endpoint.setting(BODY).map(template -> filled(template, values)).orElseGet(() -> json(values));
    String url = placeholders ? Placeholders.fill(telling.url(), values) : telling.url();
    return new HookRequest(method, url, headers, body);
  }

  private static Map<String, String> values(Telling telling) {
    StatusEvent event = telling.event();
    KaleyraWords words = KaleyraWords.of(event).orElseThrow();
    var values = new LinkedHashMap<String, String>();
    values.put("id", telling.note(MESSAGE_ID).orElseGet(() -> Long.toString(event.getMessageId())));
    values.put("recipient", telling.recipientOrMask().replace("+", ""));
    values.put("status", words.status());
    values.put("status_trace", words.trace());
    values.put("description", words.description());
    values.put("timestamp", TIMESTAMP.format(event.getAt()));
    return values;
  }

  private static String json(Map<String, String> values) {
    ObjectNode body = Json.object();
    values.forEach(body::put);
    return Json.text(body);
  }

  /** Values go in as the inside of JSON strings, so that none can end the one it stands in. */
  private static String filled(String template, Map<String, String> values) {
    return PLACEHOLDER.matcher(template).replaceAll(found -> {
      String value = values.get(found.group(1));
      return Matcher.quoteReplacement(value == null ? found.group() : Json.inside(value));
    });
  }
}
