package dev.otpstream.channel.telegram;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.otpstream.kit.bot.Speech;

/** The bodies of messages as the Bot API takes them. */
final class BotMessages {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private BotMessages() {}

  /** The body of sendMessage, or of editMessageText if the speech replaces a message. */
  static ObjectNode of(Speech speech) {
    ObjectNode body = JSON.objectNode().put("chat_id", speech.chatId()).put("text", html(speech))
        .put("parse_mode", "HTML");
    speech.replaces().ifPresent(id -> body.put("message_id", Long.parseLong(id)));
    if (speech.replaces().isEmpty() && speech.code().isPresent()) body.put("protect_content", true);
    if (!speech.buttons().isEmpty() || speech.replaces().isPresent()) body.set("reply_markup", keyboard(speech));
    return body;
  }

  /** The same without markup. */
  static ObjectNode plain(Speech speech) {
    ObjectNode body = of(speech).put("text", speech.text());
    body.remove("parse_mode");
    return body;
  }

  /** A tap on a code copies it. */
  private static String html(Speech speech) {
    String text = escaped(speech.text());
    return speech.code().map(BotMessages::escaped).map(code -> text.replace(code, "<code>" + code + "</code>"))
        .orElse(text);
  }

  private static ObjectNode keyboard(Speech speech) {
    ArrayNode rows = JSON.arrayNode();
    for (Speech.Button button : speech.buttons())
      rows.addArray().addObject().put("text", button.label()).put("callback_data", button.data());
    ObjectNode keyboard = JSON.objectNode();
    keyboard.set("inline_keyboard", rows);
    return keyboard;
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
