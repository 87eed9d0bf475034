package dev.otpstream.channel.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import dev.otpstream.kit.bot.Update;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads what Telegram tells of private chats. All else, and what nobody can read, is passed over. */
final class BotUpdateReader {
  private static final Pattern MESSAGE_ID = Pattern.compile("[0-9]{1,18}");

  private BotUpdateReader() {}

  /** The highest id of some updates, read or not; empty if there is none. */
  static Optional<Long> highestId(JsonNode updates) {
    long highest = -1;
    for (JsonNode update : updates)
      highest = Math.max(highest, update.path("update_id").asLong(-1));
    return highest < 0 ? Optional.empty() : Optional.of(highest);
  }

  static Optional<Update> read(JsonNode update) {
    String id = update.path("update_id").asText("");
    if (id.isEmpty()) return Optional.empty();
    if (update.path("message").isObject()) return message(id, update.path("message"));
    if (update.path("callback_query").isObject()) return tap(id, update.path("callback_query"));
    if (update.path("my_chat_member").isObject()) return member(id, update.path("my_chat_member"));
    return Optional.empty();
  }

  private static Optional<Update> message(String id, JsonNode message) {
    return deed(message.path("text").asText("").strip())
        .flatMap(deed -> update(id, message.path("from"), message.path("chat"), deed));
  }

  /** {@code /start}, {@code /start@bot payload}, {@code /stop}; a bot that answers anything else is a nuisance. */
  private static Optional<Update.Deed> deed(String text) {
    String[] words = text.split("\\s+", 3);
    String command = words[0].replaceFirst("@.*", "");
    return switch (command) {
      case "/start" -> Optional.of(new Update.Started(words.length > 1 ? words[1] : ""));
      case "/stop" -> Optional.of(new Update.Stopped());
      default -> Optional.empty();
    };
  }

  /** A tap's message may be missing; then the user's own chat is meant, which has the user's id. */
  private static Optional<Update> tap(String id, JsonNode query) {
    JsonNode message = query.path("message");
    Optional<String> tapped = Optional.of(message.path("message_id").asText(""))
        .filter(found -> MESSAGE_ID.matcher(found).matches());
    JsonNode chat = message.path("chat");
    if (chat.isObject() && !chat.path("id").asText("").equals(query.path("from").path("id").asText("")))
      return Optional.empty(); // somebody taps in a chat that is not their own
    var deed = new Update.Tapped(query.path("id").asText(""), query.path("data").asText(""), tapped);
    return user(id, query.path("from"), deed);
  }

  private static Optional<Update> member(String id, JsonNode member) {
    return switch (member.path("new_chat_member").path("status").asText("")) {
      case "kicked" -> update(id, member.path("from"), member.path("chat"), new Update.Blocked());
      case "member" -> update(id, member.path("from"), member.path("chat"), new Update.Unblocked());
      default -> Optional.empty();
    };
  }

  private static Optional<Update> update(String id, JsonNode from, JsonNode chat, Update.Deed deed) {
    boolean own = chat.path("type").asText("").equals("private")
        && chat.path("id").asText("").equals(from.path("id").asText(""));
    return own ? user(id, from, deed) : Optional.empty();
  }

  private static Optional<Update> user(String id, JsonNode from, Update.Deed deed) {
    String user = from.path("id").asText("");
    if (user.isEmpty() || from.path("is_bot").asBoolean(false)) return Optional.empty();
    var profile = new Update.Profile(from.path("first_name").asText(null), from.path("username").asText(null));
    return Optional.of(new Update(id, user, user, Optional.ofNullable(from.path("language_code").asText(null)),
        Optional.of(profile), deed));
  }
}
