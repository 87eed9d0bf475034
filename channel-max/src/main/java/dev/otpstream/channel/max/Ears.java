package dev.otpstream.channel.max;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.otpstream.channel.max.MaxHttp.Call;
import dev.otpstream.channel.max.Turns.Urgency;
import dev.otpstream.kit.bot.Heard;
import dev.otpstream.kit.bot.Update;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How updates come: polled for, or posted to us, which this keeps subscribed. For one thread at a time. */
final class Ears {
  private static final Logger LOG = LoggerFactory.getLogger(Ears.class);
  private static final int UPDATES_MAX = 100;
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  /** What the answer may take beyond the time the messenger waits. */
  private static final Duration ANSWER_MARGIN = Duration.ofSeconds(5);
  private static final Duration PAUSE_MIN = Duration.ofSeconds(1);
  private static final Duration PAUSE_MAX = Duration.ofMinutes(1);
  private static final Pattern MARK = Pattern.compile("[0-9]{1,19}");

  private final MaxConfig config;
  private final MaxHttp http;
  private final UpdateReader reader;
  private Duration pause = PAUSE_MIN;
  /** Whether the messenger has been asked if it posts updates elsewhere. */
  private boolean checked;

  Ears(MaxConfig config, MaxHttp http) {
    this.config = config;
    this.http = http;
    this.reader = new UpdateReader(config.token());
  }

  Heard hear(String mark) throws InterruptedException {
    Heard heard = config.webhookUrl().isPresent() ? watch(config.webhookUrl().get()) : poll(mark);
    if (heard instanceof Heard.Trouble) checked = false;
    else
      pause = PAUSE_MIN;
    return heard;
  }

  private Heard poll(String mark) throws InterruptedException {
    if (!checked) {
      Said said = ask("GET", "/subscriptions", null);
      if (!(said instanceof Said.Done done)) return trouble(said);
      // Polling would be answered and bring nothing. To end a webhook that somebody uses is not ours.
      if (!done.answer().path("subscriptions").isEmpty()) return trouble(new Said.Puzzling("the bot has a webhook"));
      checked = true;
    }
    // Handing the marker over lets the messenger forget what was before it.
    String marker = MARK.matcher(mark).matches() ? "&marker=" + mark : "";
    Said said = http.call(new Call("GET", "/updates?limit=" + UPDATES_MAX + "&timeout=" + config.pollTime().toSeconds()
        + "&types=" + UpdateReader.TYPES + marker, null, Urgency.LISTEN, PATIENCE,
        config.pollTime().plus(ANSWER_MARGIN)));
    if (!(said instanceof Said.Done done)) return trouble(said);
    JsonNode answer = done.answer();
    if (!answer.path("updates").isArray()) return trouble(new Said.Puzzling("no updates"));
    var updates = new ArrayList<Update>();
    answer.path("updates").forEach(update -> reader.read(update).ifPresent(updates::add));
    JsonNode next = answer.path("marker");
    return new Heard.Updates(updates, next.isIntegralNumber() ? next.asText() : mark);
  }

  /** The messenger unsubscribes a hook that fails for hours. */
  private Heard watch(URI url) throws InterruptedException {
    Said said = ask("GET", "/subscriptions", null);
    if (!(said instanceof Said.Done done)) return trouble(said);
    List<String> urls = done.answer().path("subscriptions").findValuesAsText("url");
    if (!urls.contains(url.toString())) {
      Said subscribed = ask("POST", "/subscriptions", subscription(url));
      if (!(subscribed instanceof Said.Done)) return trouble(subscribed);
      LOG.atInfo().addKeyValue("provider", MaxMessenger.PROVIDER).log("subscribed to updates");
    }
    return new Heard.Elsewhere(config.webhookWatch());
  }

  private ObjectNode subscription(URI url) {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("url", url.toString()).put("secret",
        HookSecret.of(config.token()));
    var types = body.putArray("update_types");
    for (String type : UpdateReader.TYPES.split(",", -1))
      types.add(type);
    return body;
  }

  private Said ask(String method, String path, ObjectNode body) throws InterruptedException {
    return http.call(new Call(method, path, body, Urgency.LISTEN, PATIENCE, config.sendTimeout()));
  }

  private Heard trouble(Said said) {
    Duration now = pause;
    pause = pause.multipliedBy(2).compareTo(PAUSE_MAX) < 0 ? pause.multipliedBy(2) : PAUSE_MAX;
    return switch (said) {
      case Said.Refused(int status, String code, var retryAfter) ->
        new Heard.Trouble("HTTP " + status + " " + code, retryAfter.orElse(status == 401 ? PAUSE_MAX : now));
      case Said.Puzzling(String detail) -> new Heard.Trouble(detail, now);
      case Said.Unheard(String detail) -> new Heard.Trouble(detail, now);
      case Said.Unreached(String detail) -> new Heard.Trouble(detail, now);
      case Said.Done _ -> throw new IllegalArgumentException("no trouble");
    };
  }
}
