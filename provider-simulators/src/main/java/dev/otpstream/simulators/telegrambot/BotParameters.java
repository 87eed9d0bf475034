package dev.otpstream.simulators.telegrambot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.otpstream.simulators.telegrambot.BotMessage.Button;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What a bot says with a call, from query, form or JSON alike; of a form, objects are JSON in a text. */
record BotParameters(ObjectNode all, ObjectMapper json) {
  private static final int DATA_BYTES_MAX = 64;

  static BotParameters of(Context ctx, ObjectMapper json) throws Refusal {
    ObjectNode all = json.createObjectNode();
    ctx.queryParamMap().forEach((name, values) -> all.put(name, values.getFirst()));
    if (ctx.isFormUrlencoded()) ctx.formParamMap().forEach((name, values) -> all.put(name, values.getFirst()));
    if (ctx.isJson()) {
      try {
        JsonNode body = json.readTree(ctx.bodyAsBytes());
        if (!body.isObject()) throw Refusal.bad("can't parse JSON object");
        all.setAll((ObjectNode) body);
      } catch (IOException _) {
        throw Refusal.bad("can't parse JSON object");
      }
    }
    return new BotParameters(all, json);
  }

  String text(String name) {
    return all.path(name).asText("");
  }

  boolean flag(String name) {
    return all.path(name).asBoolean(false);
  }

  long number(String name, long otherwise) throws Refusal {
    String text = all.path(name).asText("");
    if (text.isEmpty()) return otherwise;
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException _) {
      throw Refusal.bad(name + " is not a number");
    }
  }

  Set<String> words(String name) throws Refusal {
    var words = new TreeSet<String>();
    object(name).forEach(word -> words.add(word.asText()));
    return words;
  }

  FormattedText formatted() throws Refusal {
    return FormattedText.read(text("text"), text("parse_mode"));
  }

  List<Button> buttons() throws Refusal {
    var buttons = new ArrayList<Button>();
    for (JsonNode row : object("reply_markup").path("inline_keyboard")) {
      for (JsonNode button : row) {
        String data = button.path("callback_data").asText("");
        int bytes = data.getBytes(StandardCharsets.UTF_8).length;
        if (bytes < 1 || bytes > DATA_BYTES_MAX) throw Refusal.bad("BUTTON_DATA_INVALID");
        if (button.path("text").asText("").isBlank()) throw Refusal.bad("text of a button is empty");
        buttons.add(new Button(button.path("text").asText(), data));
      }
    }
    return buttons;
  }

  private JsonNode object(String name) throws Refusal {
    JsonNode value = all.path(name);
    if (!value.isTextual()) return value;
    try {
      return json.readTree(value.asText());
    } catch (IOException _) {
      throw Refusal.bad("can't parse " + name + " JSON object");
    }
  }

  /** Without values. */
  @Override public String toString() {
    return "BotParameters";
  }
}
