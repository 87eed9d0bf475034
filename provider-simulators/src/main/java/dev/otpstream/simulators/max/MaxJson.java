package dev.otpstream.simulators.max;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Dialogs, messages and updates as the Bot API writes them. */
final class MaxJson {
  static final long BOT_ID = 229_229_229L;
  private static final String LOCALE = "ru";
  private final String botName;

  MaxJson(String botName) {
    this.botName = botName;
  }

  String botName() {
    return botName;
  }

  ObjectNode bot() {
    return object().put("user_id", BOT_ID).put("first_name", "Simulated bot").put("name", "Simulated bot")
        .put("username", botName).put("is_bot", true).put("last_activity_time", System.currentTimeMillis());
  }

  ObjectNode message(MaxDialog dialog, MaxMessage message) {
    ObjectNode body = object().put("mid", message.mid()).put("seq", message.seq()).put("text", message.text());
    body.set("attachments", attachments(message));
    ObjectNode recipient = object().put("chat_id", dialog.chatId()).put("chat_type", "dialog").put("user_id",
        message.fromBot() ? dialog.userId() : BOT_ID);
    ObjectNode whole = object().put("timestamp", message.at().toEpochMilli());
    whole.set("sender", message.fromBot() ? bot() : user(dialog));
    whole.set("recipient", recipient);
    whole.set("body", body);
    return whole;
  }

  ObjectNode botStarted(MaxDialog dialog, String payload) {
    ObjectNode update = update("bot_started").put("chat_id", dialog.chatId()).put("user_locale", LOCALE);
    update.set("user", user(dialog));
    return update.put("payload", payload);
  }

  ObjectNode messageCreated(MaxDialog dialog, MaxMessage message) {
    ObjectNode update = update("message_created").put("user_locale", LOCALE);
    update.set("message", message(dialog, message));
    return update;
  }

  ObjectNode messageCallback(MaxDialog dialog, MaxMessage message, String callbackId, String payload) {
    ObjectNode update = update("message_callback").put("user_locale", LOCALE);
    ObjectNode callback = object().put("timestamp", System.currentTimeMillis()).put("callback_id", callbackId)
        .put("payload", payload);
    callback.set("user", user(dialog));
    update.set("callback", callback);
    update.set("message", message(dialog, message));
    return update;
  }

  /** That the user stopped the bot, or removed the dialog. */
  ObjectNode left(String type, MaxDialog dialog) {
    ObjectNode update = update(type).put("chat_id", dialog.chatId()).put("user_locale", LOCALE);
    update.set("user", user(dialog));
    return update;
  }

  private static ArrayNode attachments(MaxMessage message) {
    ArrayNode attachments = JsonNodeFactory.instance.arrayNode();
    if (message.buttons().isEmpty()) return attachments;
    ObjectNode keyboard = attachments.addObject().put("type", "inline_keyboard");
    ArrayNode rows = keyboard.putObject("payload").putArray("buttons");
    message.buttons().forEach(button -> rows.addArray().addObject().put("type", "callback")
        .put("text", button.text()).put("payload", button.payload()));
    return attachments;
  }

  /** A user without a name for others, as most are. */
  private static ObjectNode user(MaxDialog dialog) {
    return object().put("user_id", dialog.userId()).put("first_name", dialog.firstName()).put("last_name", "")
        .put("name", dialog.firstName()).put("is_bot", false).put("last_activity_time", System.currentTimeMillis());
  }

  private static ObjectNode update(String type) {
    return object().put("update_type", type).put("timestamp", System.currentTimeMillis());
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
