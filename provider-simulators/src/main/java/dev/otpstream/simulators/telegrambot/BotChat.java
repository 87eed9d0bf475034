package dev.otpstream.simulators.telegrambot;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A user's private chat with the bot; it has the user's id. Keeps the newest messages. Thread-safe. */
final class BotChat {
  private static final int MESSAGES_MAX = 1_000;
  private final long user;
  private final List<BotMessage> messages = new ArrayList<>();
  private boolean started;
  private boolean blocked;
  private boolean deactivated;
  private long lastId;

  BotChat(long user) {
    this.user = user;
  }

  long user() {
    return user;
  }

  synchronized void start() {
    started = true;
    blocked = false;
  }

  /** @return false if nothing changes */
  synchronized boolean block(boolean now) {
    boolean changes = blocked != now;
    blocked = now;
    return changes;
  }

  synchronized void deactivate() {
    deactivated = true;
  }

  synchronized void requireReachable() throws Refusal {
    if (deactivated) throw Refusal.of(403, "Forbidden: user is deactivated");
    if (blocked) throw Refusal.of(403, "Forbidden: bot was blocked by the user");
    if (!started) throw Refusal.of(403, "Forbidden: bot can't initiate conversation with a user");
  }

  synchronized long nextId() {
    return ++lastId;
  }

  synchronized void add(BotMessage message) {
    messages.add(message);
    if (messages.size() > MESSAGES_MAX) messages.removeFirst();
  }

  synchronized Optional<BotMessage> change(long id, UnaryOperator<BotMessage> how) {
    for (int at = 0; at < messages.size(); at++) {
      BotMessage message = messages.get(at);
      if (message.id() != id || !message.fromBot()) continue;
      messages.set(at, how.apply(message));
      return Optional.of(messages.get(at));
    }
    return Optional.empty();
  }

  synchronized boolean remove(long id) {
    return messages.removeIf(message -> message.id() == id);
  }

  synchronized Optional<BotMessage> find(long id) {
    return messages.stream().filter(message -> message.id() == id).findFirst();
  }

  synchronized Optional<BotMessage> newestOffering(String data) {
    return messages.reversed().stream().filter(message -> message.offers(data)).findFirst();
  }

  synchronized List<BotMessage> messages() {
    return List.copyOf(messages);
  }
}
