package dev.otpstream.simulators.telegrambot;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.otpstream.simulators.stage.Stage;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Optional;

/** Posts updates to a bot that asked for it, one after another, each until it is taken. Thread-safe. */
final class BotWebhook {
  private static final Duration PAUSE_MAX = Duration.ofSeconds(60);
  private final Stage stage;
  private final BotUpdates updates;
  private final Duration pause;
  private Optional<Target> target = Optional.empty();
  private boolean posting;
  private int tries;

  /** Where to post; an empty secret is not sent. */
  record Target(URI url, String secret) {
    @Override public String toString() {
      return "Target[" + url + "]";
    }
  }

  BotWebhook(Stage stage, BotUpdates updates, Duration pause) {
    this.stage = stage;
    this.updates = updates;
    this.pause = pause;
  }

  synchronized void set(Optional<Target> other) {
    target = other;
    tries = 0;
    postNext();
  }

  synchronized Optional<Target> target() {
    return target;
  }

  /** There may be something to post. */
  synchronized void postNext() {
    Optional<ObjectNode> update = updates.first();
    if (posting || target.isEmpty() || update.isEmpty()) return;
    posting = true;
    var headers = new LinkedHashMap<String, String>();
    headers.put("Content-Type", "application/json");
    if (!target.get().secret().isEmpty()) headers.put("X-Telegram-Bot-Api-Secret-Token", target.get().secret());
    long id = update.get().path("update_id").asLong();
    stage.callbacks().post(target.get().url(), headers, update.get().toString().getBytes(StandardCharsets.UTF_8),
        status -> posted(id, status));
  }

  private synchronized void posted(long id, int status) {
    stage.journal().count(TelegramBot.NAME, "webhook answered " + status);
    posting = false;
    if (status >= 200 && status < 300) {
      updates.confirm(id + 1);
      tries = 0;
      postNext();
      return;
    }
    Duration wait = pause.multipliedBy(1L << Math.min(tries++, 10));
    stage.timers().after(wait.compareTo(PAUSE_MAX) < 0 ? wait : PAUSE_MAX, this::postNext);
  }
}
