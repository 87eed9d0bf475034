package dev.otpstream.simulators.max;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** One user's dialog with the bot. Thread-safe. */
final class MaxDialog {
  private static final int MESSAGES_MAX = 1_000;
  private static final long CHATS_BEGIN = 1_000_000_000L;

  private final long userId;
  private final List<MaxMessage> messages = new ArrayList<>();
  private boolean running;

  MaxDialog(long userId) {
    this.userId = userId;
  }

  long userId() {
    return userId;
  }

  long chatId() {
    return CHATS_BEGIN + userId;
  }

  String firstName() {
    return "User " + userId;
  }

  synchronized boolean isRunning() {
    return running;
  }

  synchronized void run(boolean on) {
    running = on;
  }

  synchronized void add(MaxMessage message) {
    messages.add(message);
    if (messages.size() > MESSAGES_MAX) messages.removeFirst();
  }

  synchronized List<MaxMessage> messages() {
    return List.copyOf(messages);
  }

  synchronized Optional<MaxMessage> find(String mid) {
    return messages.stream().filter(message -> message.mid().equals(mid)).findFirst();
  }

  synchronized void change(String mid, UnaryOperator<MaxMessage> change) {
    messages.replaceAll(message -> message.mid().equals(mid) ? change.apply(message) : message);
  }

  synchronized void remove(String mid) {
    messages.removeIf(message -> message.mid().equals(mid));
  }
}
