package dev.otpstream.ingress.console;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The telephone of a demo, with its messengers. Where providers are real there is none. Thread-safe. */
public interface DemoPhone {
  /** What a person can have open on it. */
  enum App {
    /** Telegram's verification codes, which need only a number. */
    CODES,
    /** The chat with the Telegram bot. */
    TELEGRAM,
    /** The dialog with the MAX bot. */
    MAX,
    /** Short messages. */
    SMS
  }

  /** A button below a bubble; {@code data} is what a tap sends. */
  record Button(String text, String data) {}

  /**
   * One message on the screen. Prints without its text.
   *
   * @param mine    whether the person wrote it
   * @param sender  the name or number shown; empty for a chat's own other side
   * @param code    the code, where the app shows it apart
   * @param buttons those below it now
   */
  record Bubble(App app, boolean mine, String sender, String text, Optional<String> code, List<Button> buttons,
      Instant at) {
    @Override public String toString() {
      return "Bubble[" + app + "]";
    }
  }

  /** What is on the screen of a number's phone, oldest first. */
  List<Bubble> screen(String number);

  /** Opens a bot by a deep link with this payload, and presses Start. Only {@code TELEGRAM} and {@code MAX} have bots. */
  void open(App bot, String number, String payload);

  /** Taps the newest button with this data, if there is one. */
  void tap(App bot, String number, String data);
}
