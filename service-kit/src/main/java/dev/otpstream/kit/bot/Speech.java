package dev.otpstream.kit.bot;

import java.util.List;
import java.util.Optional;

/**
 * Something for the bot to say. It may hold a code, and prints nothing.
 *
 * @param chatId   where
 * @param text     plain text, nothing in it is markup
 * @param code     occurs in the text, to be shown so that a tap copies it, and protected from being passed on
 * @param buttons  below the text, each in a row of its own; none: any that were there vanish
 * @param replaces the bot's message to edit instead of a new one
 */
public record Speech(String chatId, String text, Optional<String> code, List<Button> buttons,
    Optional<String> replaces) {
  public Speech {
    buttons = List.copyOf(buttons);
  }

  /**
   * A button under a text.
   *
   * @param data comes back with a tap; 64 bytes at most
   */
  public record Button(String label, String data) {}

  @Override public String toString() {
    return "Speech[redacted]";
  }
}
