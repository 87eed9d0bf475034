package dev.otpstream.kit.bot;

import java.util.Optional;

/**
 * What a messenger user did, in plain words. It exists in a worker's memory only and prints neither names nor ids.
 *
 * @param id       the messenger's id of the update, to tell repeats
 * @param userId   who
 * @param chatId   where the user is answered
 * @param language the user's language, as the messenger names it
 * @param profile  the user's names, where the messenger tells them
 */
public record Update(String id, String userId, String chatId, Optional<String> language, Optional<Profile> profile,
    Deed deed) {
  /** The user's names; null where there is none. */
  public record Profile(String firstName, String username) {
    @Override public String toString() {
      return "Profile[redacted]";
    }
  }

  /** What the user did. */
  public sealed interface Deed {}

  /** Opened the bot, by a link with a payload or without. */
  public record Started(String payload) implements Deed {}

  /**
   * Tapped a button.
   *
   * @param tapId     the messenger's id of the tap
   * @param data      the button's data, which an odd client may have made up
   * @param messageId the bot's message with the button; empty if the messenger does not tell
   */
  public record Tapped(String tapId, String data, Optional<String> messageId) implements Deed {
    @Override public String toString() {
      return "Tapped";
    }
  }

  /** Wants no more messages. */
  public record Stopped() implements Deed {}

  /** Cannot be told anything any more. */
  public record Blocked() implements Deed {}

  /** Can be told something again. */
  public record Unblocked() implements Deed {}

  @Override public String toString() {
    return "Update[" + id + ", " + deed.getClass().getSimpleName() + "]";
  }
}
