package dev.otpstream.simulators.max;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.otpstream.simulators.stage.Stage;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** Where updates are posted to, one a request, again and again until it is answered 200. Thread-safe. */
final class MaxHooks {
  private static final int REPEATS_MAX = 10;
  private static final double PAUSE_FACTOR = 2.5;
  private static final Pattern SECRET = Pattern.compile("[A-Za-z0-9_-]{5,256}");

  private final Stage stage;
  private final Duration firstPause;
  private final Map<String, Subscription> subscriptions = new ConcurrentHashMap<>();

  /**
   * Somebody who wants updates.
   *
   * @param types empty: all
   * @param secret sent along; empty: none
   */
  record Subscription(String url, Set<String> types, String secret, long time) {
    Map<String, Object> shown() {
      var shown = new LinkedHashMap<String, Object>();
      shown.put("url", url);
      shown.put("time", time);
      shown.put("update_types", types.isEmpty() ? null : List.copyOf(types));
      return shown;
    }

    @Override public String toString() {
      return "Subscription[" + url + "]";
    }
  }

  MaxHooks(Stage stage, Duration firstPause) {
    this.stage = stage;
    this.firstPause = firstPause;
  }

  void subscribe(Subscription subscription) throws Refusal {
    if (!subscription.secret().isEmpty() && !SECRET.matcher(subscription.secret()).matches())
      throw Refusal.payload("secret");
    try {
      URI uri = URI.create(subscription.url());
      if (uri.getHost() == null || !("https".equals(uri.getScheme()) || "http".equals(uri.getScheme())))
        throw Refusal.payload("url");
    } catch (IllegalArgumentException _) {
      throw Refusal.payload("url");
    }
    subscriptions.put(subscription.url(), subscription);
  }

  void unsubscribe(String url) {
    subscriptions.remove(url);
  }

  List<Subscription> all() {
    return List.copyOf(subscriptions.values());
  }

  void clear() {
    subscriptions.clear();
  }

  void tell(ObjectNode update) {
    String type = update.path("update_type").asText();
    byte[] body = update.toString().getBytes(StandardCharsets.UTF_8);
    for (Subscription subscription : all())
      if (subscription.types().isEmpty() || subscription.types().contains(type))
        post(subscription, type, body, firstPause, REPEATS_MAX);
  }

  private void post(Subscription subscription, String type, byte[] body, Duration pause, int repeats) {
    var headers = new LinkedHashMap<>(Map.of("Content-Type", "application/json; charset=utf-8"));
    if (!subscription.secret().isEmpty()) headers.put("X-Max-Bot-Api-Secret", subscription.secret());
    stage.journal().sent(MaxBot.NAME, "notification", null, null, type);
    stage.callbacks().post(URI.create(subscription.url()), headers, body, status -> {
      stage.journal().count(MaxBot.NAME, status == 0 ? "notification lost" : "notification answered " + status);
      if (status == 200 || repeats == 0 || !subscriptions.containsKey(subscription.url())) return;
      Duration longer = Duration.ofMillis((long) (pause.toMillis() * PAUSE_FACTOR));
      stage.timers().after(pause, () -> post(subscription, type, body, longer, repeats - 1));
    });
  }
}
