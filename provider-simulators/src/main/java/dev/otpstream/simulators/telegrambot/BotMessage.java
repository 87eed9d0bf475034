package dev.otpstream.simulators.telegrambot;

import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.time.Instant;
import java.util.List;

/**
 * A message in a private chat.
 *
 * @param id        unique within the chat
 * @param text      as the user reads it
 * @param codes     the parts of the text that a tap copies
 * @param buttons   those under the text now
 * @param offered   those that ever were
 * @param protectedContent whether it cannot be passed on
 */
public record BotMessage(long id,
    boolean fromBot,
    String text,
    List<String> codes,
    List<Button> buttons,
    List<Button> offered,
    boolean protectedContent,
    boolean edited,
    @JsonSerialize(using = ToStringSerializer.class) Instant at) {

  /** A button under a text. */
  public record Button(String text, String data) {}

  public BotMessage {
    codes = List.copyOf(codes);
    buttons = List.copyOf(buttons);
    offered = List.copyOf(offered);
  }

  boolean offers(String data) {
    return offered.stream().anyMatch(button -> button.data().equals(data));
  }

  BotMessage saying(FormattedText other, List<Button> now) {
    return new BotMessage(id, fromBot, other.text(), other.codes(), now, now.isEmpty() ? offered : now,
        protectedContent, true, at);
  }

  BotMessage with(List<Button> now) {
    return new BotMessage(id, fromBot, text, codes, now, now.isEmpty() ? offered : now, protectedContent, true, at);
  }

  /** Without text. */
  @Override public String toString() {
    return "BotMessage[id=" + id + ", at=" + at + "]";
  }
}
