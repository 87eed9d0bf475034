package dev.otpstream.channel.max;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.otpstream.kit.bot.Speech;
import java.util.Optional;

/** A speech as the messenger takes it: a NewMessageBody. */
final class SpeechBody {
  static final int TEXT_MAX = 4000;

  private SpeechBody() {}

  /** Empty if it is too long for one message. */
  static Optional<ObjectNode> of(Speech speech) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    Optional<String> code = speech.code().filter(text -> speech.text().contains(text));
    if (code.isPresent()) {
      String tappable = escaped(code.get());
      body.put("text", escaped(speech.text()).replace(tappable, "<code>" + tappable + "</code>")).put("format", "html");
    } else {
      body.put("text", speech.text());
    }
    if (!speech.buttons().isEmpty()) body.set("attachments", keyboard(speech));
    // An edit keeps what is not mentioned.
    else if (speech.replaces().isPresent()) body.putArray("attachments");
    return body.path("text").asText().length() <= TEXT_MAX ? Optional.of(body) : Optional.empty();
  }

  /** The body that takes the buttons of a message away and leaves its text. */
  static ObjectNode withoutButtons() {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.putArray("attachments");
    return body;
  }

  private static ArrayNode keyboard(Speech speech) {
    ArrayNode attachments = JsonNodeFactory.instance.arrayNode();
    ArrayNode rows = attachments.addObject().put("type", "inline_keyboard").putObject("payload").putArray("buttons");
    speech.buttons().forEach(button -> rows.addArray().addObject().put("type", "callback")
        .put("text", button.label()).put("payload", button.data()));
    return attachments;
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
