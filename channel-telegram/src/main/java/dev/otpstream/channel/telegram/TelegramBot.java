package dev.otpstream.channel.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.otpstream.kit.Service.Readiness;
import dev.otpstream.kit.bot.Heard;
import dev.otpstream.kit.bot.Messenger;
import dev.otpstream.kit.bot.Speech;
import dev.otpstream.kit.bot.Update;
import dev.otpstream.kit.channel.SendOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Telegram bot.
 *
 * @see <a href="https://core.telegram.org/bots/api">Bot API</a>
 */
final class TelegramBot implements Messenger {
  static final String PROVIDER = "telegram-bot";
  /** How long Telegram holds a poll without updates; it takes 50 s at most. */
  static final Duration POLL = Duration.ofSeconds(50);
  private static final Duration POLL_SLACK = Duration.ofSeconds(8);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration PAUSE_LONG = Duration.ofSeconds(5);
  private static final Duration CONFIGURATION_PAUSE = Duration.ofSeconds(30);
  private static final Duration WEBHOOK_WATCH = Duration.ofSeconds(60);
  private static final List<String> ALLOWED = List.of("message", "callback_query", "my_chat_member");
  private static final int LIMIT = 100;
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final Logger LOG = LoggerFactory.getLogger(TelegramBot.class);

  private final BotConfig config;
  private final BotHttp api;
  private final Gate gate;
  /** Whether this process has set the webhook: only then its secret is surely ours. */
  private volatile boolean webhookSet;

  TelegramBot(BotConfig config) {
    this.config = config;
    this.api = new BotHttp(config);
    this.gate = new Gate(config.rateMax());
  }

  @Override public String channel() {
    return TelegramGateway.NAME;
  }

  @Override public String provider() {
    return PROVIDER;
  }

  @Override public String bot() {
    return config.name();
  }

  @Override public Heard hear(String mark) throws InterruptedException {
    return config.webhook().isPresent() ? watch(config.webhook().get()) : poll(mark);
  }

  /** Telegram keeps what is not confirmed, so without a mark nothing is lost. */
  private Heard poll(String mark) throws InterruptedException {
    ObjectNode body = allowed().put("limit", LIMIT).put("timeout", POLL.toSeconds());
    if (!mark.isEmpty()) body.put("offset", Long.parseLong(mark));
    return switch (api.call("getUpdates", body, POLL.plus(POLL_SLACK))) {
      case BotSaid.Done(JsonNode updates) -> heard(updates);
      case BotSaid.Refused refused -> refused(refused);
      case BotSaid.Puzzling(String detail) -> new Heard.Trouble(detail, PAUSE);
      case BotSaid.Unheard(String detail) -> new Heard.Trouble(detail, PAUSE);
      case BotSaid.Unreached(String detail) -> new Heard.Trouble(detail, PAUSE);
    };
  }

  /** After a week of silence ids may begin anew, lower: so an answer without updates, which confirms all, ends the mark. */
  private static Heard heard(JsonNode updates) {
    var read = new ArrayList<Update>();
    updates.forEach(update -> BotUpdateReader.read(update).ifPresent(read::add));
    return new Heard.Updates(read, BotUpdateReader.highestId(updates).map(id -> Long.toString(id + 1)).orElse(""));
  }

  private Heard refused(BotSaid.Refused refused) throws InterruptedException {
    return switch (refused.code()) {
      case 409 -> conflict(refused.description().contains("webhook"));
      case 429 -> new Heard.Trouble("throttled", refused.retryAfter().plus(PAUSE));
      case 401, 404 -> new Heard.Trouble("the token is not known", CONFIGURATION_PAUSE);
      default -> new Heard.Trouble("error " + refused.code(), PAUSE_LONG);
    };
  }

  private Heard conflict(boolean webhook) throws InterruptedException {
    if (!webhook) return new Heard.Trouble("somebody else listens to the bot", PAUSE_LONG);
    // Settings decide: without a webhook in them, whoever set one did so before.
    LOG.atWarn().addKeyValue("provider", PROVIDER).log("removing a webhook, since we poll");
    BotSaid _ = api.call("deleteWebhook", JSON.objectNode(), config.sendTimeout());
    return new Heard.Trouble("a webhook was set", PAUSE);
  }

  /** Telegram forgets a webhook that fails for a day. */
  private Heard watch(BotConfig.Webhook webhook) throws InterruptedException {
    BotSaid info = api.call("getWebhookInfo", JSON.objectNode(), config.sendTimeout());
    if (info instanceof BotSaid.Done(JsonNode now) && now.path("url").asText("").equals(webhook.publicUrl().toString())
        && webhookSet)
      return new Heard.Elsewhere(WEBHOOK_WATCH);
    BotSaid set = api.call("setWebhook", allowed().put("url", webhook.publicUrl().toString())
        .put("secret_token", webhook.secret().reveal()), config.sendTimeout());
    webhookSet = set instanceof BotSaid.Done;
    return webhookSet
        ? new Heard.Elsewhere(WEBHOOK_WATCH)
        : new Heard.Trouble("the webhook is not set: " + set, PAUSE_LONG);
  }

  private static ObjectNode allowed() {
    ObjectNode body = JSON.objectNode();
    ArrayNode kinds = body.putArray("allowed_updates");
    ALLOWED.forEach(kinds::add);
    return body;
  }

  @Override public void took(Update update, Update.Tapped tap) throws InterruptedException {
    BotSaid _ = api.call("answerCallbackQuery", JSON.objectNode().put("callback_query_id", tap.tapId()),
        config.sendTimeout());
    if (tap.messageId().isEmpty()) return;
    ObjectNode body = JSON.objectNode().put("chat_id", update.chatId()).put("message_id", tap.messageId().get());
    body.putObject("reply_markup").putArray("inline_keyboard");
    BotSaid _ = api.call("editMessageReplyMarkup", body, config.sendTimeout());
  }

  @Override public SendOutcome say(Speech speech) throws InterruptedException {
    boolean urgent = speech.code().isEmpty();
    if (!gate.pass(urgent ? Gate.Urgency.ANSWER : Gate.Urgency.MESSAGE, config.sendTimeout()))
      return new SendOutcome.Throttled(PAUSE);
    BotSaid said = call(speech, BotMessages.of(speech));
    if (said instanceof BotSaid.Refused refused && BotRefusal.concernsMarkup(refused))
      said = call(speech, BotMessages.plain(speech));
    SendOutcome outcome = outcome(said, speech);
    if (outcome instanceof SendOutcome.Throttled(Duration retryAfter)) gate.pause(retryAfter);
    return outcome;
  }

  private BotSaid call(Speech speech, ObjectNode body) throws InterruptedException {
    return api.call(speech.replaces().isPresent() ? "editMessageText" : "sendMessage", body, config.sendTimeout());
  }

  static SendOutcome outcome(BotSaid said, Speech speech) {
    return switch (said) {
      case BotSaid.Done(JsonNode message) -> accepted(message, speech);
      case BotSaid.Refused refused when speech.replaces().isPresent() && BotRefusal.isUnmodified(refused) ->
        new SendOutcome.Accepted(List.of(speech.replaces().get()), 1);
      case BotSaid.Refused refused -> BotRefusal.outcome(refused);
      case BotSaid.Puzzling(String detail) -> new SendOutcome.Unclear(detail);
      case BotSaid.Unheard(String detail) -> new SendOutcome.Unclear(detail);
      case BotSaid.Unreached(String detail) -> new SendOutcome.Unavailable(detail);
    };
  }

  /** Without an id it was taken all the same; only nobody can edit it later. */
  private static SendOutcome accepted(JsonNode message, Speech speech) {
    String id = message.path("message_id").asText(speech.replaces().orElse(""));
    return new SendOutcome.Accepted(id.isEmpty() ? List.of() : List.of(id), 1);
  }

  @Override public Optional<String> userOf(String chatId) {
    return Optional.of(chatId); // a private chat has its user's id
  }

  @Override public Readiness readiness() {
    return Readiness.yes(); // there is no session; trouble with calls is the worker's circuit
  }

  @Override public void close() {
    api.close();
  }
}
