package dev.otpstream.simulators.telegrambot;

import dev.otpstream.simulators.stage.HttpListener;
import dev.otpstream.simulators.stage.Provider;
import dev.otpstream.simulators.stage.Stage;
import io.javalin.config.RoutesConfig;
import java.util.List;
import java.util.Optional;

/**
 * Telegram as a bot sees it, and the people who talk to that bot. A user's id, which is also the id of the private chat,
 * takes the place of a phone number in scripts and messages.
 *
 * @see <a href="https://core.telegram.org/bots/api">Bot API</a>
 */
public final class TelegramBot implements Provider {
  public static final String NAME = "telegram-bot";

  private final BotUpdates updates = new BotUpdates();
  private final BotWebhook webhook;
  private final BotDesk desk;
  private final HttpListener listener;

  public TelegramBot(String host, TelegramBotConfig config, Stage stage) {
    var json = new BotJson(config);
    webhook = new BotWebhook(stage, updates, config.webhookPause());
    desk = new BotDesk(stage, json, updates, webhook);
    var api = new BotApi(config, stage, json, desk, updates, webhook, this::listener);
    listener = new HttpListener(host, config.port(), routes -> {
      routes.get("/{bot}/{method}", api::serve);
      routes.post("/{bot}/{method}", api::serve);
    });
  }

  private HttpListener listener() {
    return listener;
  }

  /** A user opens a deep link and presses Start, or opens the bot without one (null); who blocked it is back. */
  public void start(long user, String payload) {
    desk.type(user, payload == null ? "/start" : "/start " + payload);
  }

  /** A user writes to the bot. */
  public void type(long user, String text) {
    desk.type(user, text);
  }

  /** A user taps the newest button with this data, even one that has vanished since. */
  public void tap(long user, String data) {
    desk.tap(user, data);
  }

  /** A user sends data that no button of theirs ever had. */
  public void forge(long user, String data) {
    desk.forge(user, data);
  }

  /** A user blocks the bot, which hears of it. */
  public void block(long user) {
    desk.block(user, true);
  }

  /** A user lets the bot write again. */
  public void unblock(long user) {
    desk.block(user, false);
  }

  /** A user's account is gone; the bot does not hear of it. */
  public void deactivate(long user) {
    desk.deactivate(user);
  }

  /** What stands in a user's chat, oldest first. */
  public List<BotMessage> chatOf(long user) {
    return desk.messages(user);
  }

  /** How many of a user's taps the bot has not answered. */
  public int spinning(long user) {
    return desk.spinning(user);
  }

  /** Updates that the bot has not confirmed. */
  public int unconfirmed() {
    return updates.waiting();
  }

  /** Where updates are posted to; empty: nowhere, so that they can be polled for. */
  public Optional<String> webhookUrl() {
    return webhook.target().map(target -> target.url().toString());
  }

  /** Adds what users can do to the control API. */
  public void control(RoutesConfig routes) {
    new BotControl(this).route(routes);
  }

  @Override public String name() {
    return NAME;
  }

  @Override public String address() {
    return listener.address();
  }

  @Override public void down() {
    updates.release();
    listener.down();
  }

  @Override public void up() {
    listener.up();
  }

  @Override public void close() {
    webhook.set(Optional.empty());
    down();
  }
}
