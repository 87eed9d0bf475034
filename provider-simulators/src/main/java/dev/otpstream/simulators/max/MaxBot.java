package dev.otpstream.simulators.max;

import dev.otpstream.simulators.stage.HttpListener;
import dev.otpstream.simulators.stage.Provider;
import dev.otpstream.simulators.stage.Stage;
import io.javalin.config.RoutesConfig;
import java.util.List;

/**
 * The MAX messenger as a bot sees it, and the people who talk to that bot. A user's id takes the place of a phone number
 * in scripts and messages.
 *
 * @see <a href="https://dev.max.ru/docs-api">Bot API</a>
 */
public final class MaxBot implements Provider {
  public static final String NAME = "max";

  private final MaxUpdates updates = new MaxUpdates();
  private final RequestRate rate;
  private final MaxHooks hooks;
  private final MaxDesk desk;
  private final HttpListener listener;

  public MaxBot(String host, MaxConfig config, Stage stage) {
    rate = new RequestRate(config.requestsMax(), System::nanoTime);
    hooks = new MaxHooks(stage, config.notificationPause());
    var json = new MaxJson(config.botName());
    desk = new MaxDesk(stage, json, updates, hooks);
    listener = new HttpListener(host, config.port(),
        routes -> new MaxApi(config, stage, json, desk, updates, hooks, rate, this::listener).route(routes));
  }

  private HttpListener listener() {
    return listener;
  }

  /** A user opens a deep link, or the bot without one (null); a stopped bot begins again. */
  public void start(long user, String payload) {
    desk.start(user, payload);
  }

  /** A user writes to the bot. */
  public void type(long user, String text) {
    desk.type(user, text);
  }

  /** A user taps the newest button with this payload, even one that has vanished since. */
  public void tap(long user, String payload) {
    String _ = desk.tap(user, payload);
  }

  /** A user sends a button's payload that was never shown to them. */
  public void forge(long user, String payload) {
    String _ = desk.forge(user, payload);
  }

  /** A user stops the bot, which can write to them no more. */
  public void stop(long user) {
    desk.stop(user);
  }

  /** What stands in a user's dialog, oldest first. */
  public List<MaxMessage> dialogOf(long user) {
    return desk.messages(user);
  }

  /** Forgets all subscriptions, as the messenger does with a hook that fails for hours. */
  public void unsubscribeAll() {
    hooks.clear();
  }

  /** Where updates are posted to; empty: nowhere, so that they can be polled for. */
  public List<String> subscribedUrls() {
    return hooks.all().stream().map(MaxHooks.Subscription::url).toList();
  }

  /** The most requests that came in any one second, refused ones included. */
  public int busiestSecond() {
    return rate.busiestSecond();
  }

  /** Forgets the busiest second. */
  public void forgetBusiestSecond() {
    rate.forget();
  }

  /** Adds what users can do to the control API. */
  public void control(RoutesConfig routes) {
    new MaxControl(this).route(routes);
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
    down();
  }
}
