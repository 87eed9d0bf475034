package dev.otpstream.simulators.telegrambot;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/** Things as the Bot API shows them. */
final class BotJson {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private final long botId;
  private final String botName;

  BotJson(TelegramBotConfig config) {
    this.botId = Long.parseLong(config.token().substring(0, config.token().indexOf(':')));
    this.botName = config.botName();
  }

  ObjectNode bot() {
    return JSON.objectNode().put("id", botId).put("is_bot", true).put("first_name", "otpstream")
        .put("username", botName).put("can_join_groups", false).put("can_read_all_group_messages", false)
        .put("supports_inline_queries", false);
  }

  ObjectNode user(long user) {
    return JSON.objectNode().put("id", user).put("is_bot", false).put("first_name", firstName(user))
        .put("username", "user" + user).put("language_code", "en");
  }

  ObjectNode message(BotChat chat, BotMessage message) {
    ObjectNode json = JSON.objectNode().put("message_id", message.id()).put("date", message.at().getEpochSecond());
    json.set("from", message.fromBot() ? bot() : user(chat.user()));
    json.set("chat", chat(chat));
    json.put("text", message.text());
    if (message.protectedContent()) json.put("has_protected_content", true);
    ArrayNode entities = JSON.arrayNode();
    for (String code : message.codes())
      entities.addObject().put("type", "code").put("offset", message.text().indexOf(code)).put("length", code.length());
    if (message.text().startsWith("/"))
      entities.addObject().put("type", "bot_command").put("offset", 0).put("length", message.text().split(" ", 2)[0]
          .length());
    if (!entities.isEmpty()) json.set("entities", entities);
    if (message.buttons().isEmpty()) return json;
    ArrayNode rows = json.putObject("reply_markup").putArray("inline_keyboard");
    message.buttons()
        .forEach(button -> rows.addArray().addObject().put("text", button.text()).put("callback_data", button.data()));
    return json;
  }

  ObjectNode tap(BotChat chat, BotMessage message, String id, String data) {
    ObjectNode json = JSON.objectNode().put("id", id).put("chat_instance", Long.toString(chat.user())).put("data",
        data);
    json.set("from", user(chat.user()));
    json.set("message", message(chat, message));
    return json;
  }

  ObjectNode member(BotChat chat, String before, String after) {
    ObjectNode json = JSON.objectNode().put("date", Instant.now().getEpochSecond());
    json.set("chat", chat(chat));
    json.set("from", user(chat.user()));
    json.set("old_chat_member", member(before));
    json.set("new_chat_member", member(after));
    return json;
  }

  private ObjectNode member(String status) {
    ObjectNode json = JSON.objectNode().put("status", status);
    json.set("user", bot());
    if (status.equals("kicked")) json.put("until_date", 0);
    return json;
  }

  private static ObjectNode chat(BotChat chat) {
    return JSON.objectNode().put("id", chat.user()).put("type", "private").put("first_name", firstName(chat.user()))
        .put("username", "user" + chat.user());
  }

  private static String firstName(long user) {
    return "User " + user;
  }
}
