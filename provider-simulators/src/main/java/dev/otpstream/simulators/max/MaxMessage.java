package dev.otpstream.simulators.max;

import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.time.Instant;
import java.util.List;

/**
 * A message as the user sees it in the dialog.
 *
 * @param mid     the messenger's name for it
 * @param seq     its place in the dialog
 * @param fromBot whether the bot said it
 * @param text    without markup
 * @param buttons below it, row by row
 * @param offered every button it ever had; whose screen is old may still tap one
 * @param edited  whether it was changed after it was sent
 */
public record MaxMessage(String mid, long seq, boolean fromBot, String text, List<Button> buttons,
    List<Button> offered, boolean edited, @JsonSerialize(using = ToStringSerializer.class) Instant at) {
  /** A button that sends its payload to the bot. */
  public record Button(String text, String payload) {}

  /** Whether the user has, or had, a button with this payload. */
  boolean offers(String payload) {
    return offered.stream().anyMatch(button -> button.payload().equals(payload));
  }

  MaxMessage edited(String otherText, List<Button> otherButtons) {
    return new MaxMessage(mid, seq, fromBot, otherText, otherButtons, offered, true, at);
  }

  /** Without text. */
  @Override public String toString() {
    return "MaxMessage[" + mid + ", fromBot=" + fromBot + "]";
  }
}
