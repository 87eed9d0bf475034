package dev.otpstream.simulators.max;

import com.fasterxml.jackson.databind.JsonNode;
import dev.otpstream.simulators.max.MaxMessage.Button;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Checks a NewMessageBody against the limits of the Bot API. Stricter than the messenger where markup is broken. */
final class MessageReader {
  private static final int TEXT_MAX = 4000;
  private static final int BUTTON_TEXT_MAX = 128;
  private static final int PAYLOAD_MAX = 1024;
  private static final int ROWS_MAX = 30;
  private static final int IN_ROW_MAX = 7;
  private static final Pattern TAG = Pattern.compile("</?([a-z0-9]+)(?: [^<>]*)?>");
  private static final Set<String> TAGS = Set.of("i", "em", "b", "strong", "del", "s", "ins", "u", "a", "pre", "code",
      "mark", "h1");

  /**
   * What a body says.
   *
   * @param text    without markup; empty: unchanged
   * @param buttons empty: unchanged
   */
  record Body(Optional<String> text, Optional<List<Button>> buttons) {}

  private MessageReader() {}

  /** @throws Refusal if something is not as the Bot API wants it */
  static Body read(JsonNode body) throws Refusal {
    if (!body.isObject()) throw Refusal.payload("no body");
    JsonNode text = body.path("text");
    if (text.asText("").length() > TEXT_MAX) throw Refusal.payload("text is too long");
    Optional<String> plain = text.isTextual()
        ? Optional.of(plain(text.asText(), body.path("format").asText("")))
        : Optional.empty();
    return new Body(plain, buttons(body.path("attachments")));
  }

  private static String plain(String text, String format) throws Refusal {
    if (!format.equals("html")) return text;
    var tags = TAG.matcher(text);
    while (tags.find())
      if (!TAGS.contains(tags.group(1))) throw Refusal.payload("unknown tag");
    String bare = tags.replaceAll("");
    if (bare.contains("<") || bare.contains(">")) throw Refusal.payload("broken markup");
    return bare.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'")
        .replace("&amp;", "&");
  }

  private static Optional<List<Button>> buttons(JsonNode attachments) throws Refusal {
    if (!attachments.isArray()) return Optional.empty();
    var found = new ArrayList<Button>();
    for (JsonNode attachment : attachments) {
      if (!attachment.path("type").asText().equals("inline_keyboard")) throw Refusal.payload("unknown attachment");
      JsonNode rows = attachment.path("payload").path("buttons");
      if (!rows.isArray() || rows.isEmpty() || rows.size() > ROWS_MAX) throw Refusal.payload("rows of buttons");
      for (JsonNode row : rows) {
        if (!row.isArray() || row.isEmpty() || row.size() > IN_ROW_MAX) throw Refusal.payload("buttons of a row");
        for (JsonNode button : row)
          found.add(button(button));
      }
    }
    return Optional.of(List.copyOf(found));
  }

  private static Button button(JsonNode button) throws Refusal {
    String text = button.path("text").asText("");
    String payload = button.path("payload").asText("");
    if (!button.path("type").asText().equals("callback")) throw Refusal.payload("type of a button");
    if (text.isEmpty() || text.length() > BUTTON_TEXT_MAX) throw Refusal.payload("text of a button");
    if (payload.isEmpty() || payload.length() > PAYLOAD_MAX) throw Refusal.payload("payload of a button");
    return new Button(text, payload);
  }
}
