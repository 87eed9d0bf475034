package dev.otpstream.channel.max;

import com.fasterxml.jackson.databind.JsonNode;
import dev.otpstream.kit.Secret;
import dev.otpstream.kit.bot.Update;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Reads the messenger's updates. What it does not understand, or nobody asked for, is no update. Thread-safe. */
final class UpdateReader {
  /** What we want to hear of. */
  static final String TYPES = "bot_started,bot_stopped,dialog_removed,message_created,message_callback";
  private static final Pattern START = Pattern.compile("/start(?:\\s+(\\S{1,512}))?\\s*");
  private static final Pattern STOP = Pattern.compile("/stop\\s*");
  private static final String HMAC = "HmacSHA256";
  private static final int ID_BYTES = 15;
  private final SecretKeySpec key;

  UpdateReader(Secret token) {
    this.key = new SecretKeySpec(token.reveal().getBytes(StandardCharsets.UTF_8), HMAC);
  }

  Optional<Update> read(JsonNode update) {
    return switch (update.path("update_type").asText("")) {
      case "bot_started" -> told(update, update.path("user"), "",
          Optional.of(new Update.Started(update.path("payload").asText(""))));
      case "bot_stopped", "dialog_removed" -> told(update, update.path("user"), "", Optional.of(new Update.Blocked()));
      case "message_created" -> message(update);
      case "message_callback" -> tap(update);
      default -> Optional.empty();
    };
  }

  private Optional<Update> message(JsonNode update) {
    JsonNode message = update.path("message");
    JsonNode body = message.path("body");
    if (!isDialog(message)) return Optional.empty();
    return told(update, message.path("sender"), body.path("mid").asText(""), command(body.path("text").asText("")));
  }

  private static Optional<Update.Deed> command(String text) {
    Matcher start = START.matcher(text);
    if (start.matches()) return Optional.of(new Update.Started(Optional.ofNullable(start.group(1)).orElse("")));
    return STOP.matcher(text).matches() ? Optional.of(new Update.Stopped()) : Optional.empty();
  }

  private Optional<Update> tap(JsonNode update) {
    JsonNode callback = update.path("callback");
    JsonNode message = update.path("message"); // null once it is deleted
    String id = callback.path("callback_id").asText("");
    if (id.isEmpty() || (message.isObject() && !isDialog(message))) return Optional.empty();
    Optional<String> mid = Optional.of(message.path("body").path("mid").asText("")).filter(text -> !text.isEmpty());
    return told(update, callback.path("user"), id,
        Optional.of(new Update.Tapped(id, callback.path("payload").asText(""), mid)));
  }

  /** Whether nobody but the user and the bot is there. */
  private static boolean isDialog(JsonNode message) {
    return message.path("recipient").path("chat_type").asText("").equals("dialog");
  }

  private Optional<Update> told(JsonNode update, JsonNode user, String part, Optional<Update.Deed> deed) {
    long userId = user.path("user_id").asLong(0);
    if (userId <= 0 || user.path("is_bot").asBoolean(false)) return Optional.empty();
    String id = Long.toString(userId); // messages go to the user's id as well
    return deed.map(done -> new Update(id(update, id, part), id, id, word(update, "user_locale"), profile(user), done));
  }

  /** The messenger has no ids of updates, and what tells them apart names the user: so it is digested. */
  private String id(JsonNode update, String user, String part) {
    String whole = update.path("update_type").asText() + "/" + update.path("timestamp").asText() + "/" + user + "/"
        + part;
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(key);
      byte[] digest = mac.doFinal(whole.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, ID_BYTES));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot digest", e);
    }
  }

  private static Optional<Update.Profile> profile(JsonNode user) {
    Optional<String> first = word(user, "first_name").or(() -> word(user, "name"));
    Optional<String> username = word(user, "username");
    if (first.isEmpty() && username.isEmpty()) return Optional.empty();
    return Optional.of(new Update.Profile(first.orElse(null), username.orElse(null)));
  }

  private static Optional<String> word(JsonNode node, String name) {
    return Optional.of(node.path(name).asText("")).filter(text -> !text.isBlank() && !node.path(name).isNull());
  }
}
