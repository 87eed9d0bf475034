package dev.otpstream.ingress.front;

import java.util.UUID;

/**
 * A messenger user who agreed to get messages. Prints masked.
 *
 * @param subscriberId the user as subscriber of one account
 * @param channel      the messenger's channel
 * @param chat         the messenger's own id of the chat
 */
public record ChatAddress(UUID subscriberId, String channel, String chat) implements Recipient {
  private static final String HIDDEN = "****";
  private static final int TAIL = 2;
  private static final int WITH_TAIL_MIN = 6; // of a shorter id, two digits would say too much

  @Override public String address() {
    return channel + ":" + chat;
  }

  @Override public String masked() {
    String tail = chat.length() < WITH_TAIL_MIN ? "" : chat.substring(chat.length() - TAIL);
    return channel + ":" + HIDDEN + tail;
  }

  @Override public String toString() {
    return "ChatAddress[" + masked() + "]";
  }
}
