package dev.otpstream.simulators.telegrambot;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.otpstream.simulators.stage.Answer;
import dev.otpstream.simulators.stage.HttpAnswers;
import dev.otpstream.simulators.stage.HttpListener;
import dev.otpstream.simulators.stage.Operation;
import dev.otpstream.simulators.stage.Operation.Role;
import dev.otpstream.simulators.stage.Stage;
import dev.otpstream.simulators.stage.Step;
import io.javalin.http.Context;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** The Bot API over HTTP: checks the token, plays the script, and asks the desk. */
final class BotApi {
  private static final int LIMIT_MAX = 100;
  private static final int POLL_SECONDS_MAX = 50;
  private static final Pattern SECRET = Pattern.compile("[A-Za-z0-9_-]{0,256}");
  private final TelegramBotConfig config;
  private final Stage stage;
  private final BotJson json;
  private final BotDesk desk;
  private final BotUpdates updates;
  private final BotWebhook webhook;
  private final Supplier<HttpListener> listener;
  private final Map<String, Method> methods = Map.of("getme", new Method("getMe", Role.OTHER, (_, _) -> me()),
      "getupdates", new Method("getUpdates", Role.OTHER, (said, _) -> updates(said)),
      "setwebhook", new Method("setWebhook", Role.OTHER, (said, _) -> setWebhook(said)),
      "deletewebhook", new Method("deleteWebhook", Role.OTHER, (said, _) -> deleteWebhook(said)),
      "getwebhookinfo", new Method("getWebhookInfo", Role.OTHER, (_, _) -> webhookInfo()),
      "sendmessage", new Method("sendMessage", Role.SENDS, this::send),
      "editmessagetext", new Method("editMessageText", Role.OTHER, (said, _) -> editText(said)),
      "editmessagereplymarkup", new Method("editMessageReplyMarkup", Role.OTHER, (said, _) -> editButtons(said)),
      "deletemessage", new Method("deleteMessage", Role.OTHER, (said, _) -> delete(said)),
      "answercallbackquery", new Method("answerCallbackQuery", Role.OTHER, (said, _) -> answer(said)));

  /** Does what one method of the API does. */
  private interface Action {
    Object call(BotParameters said, Step step) throws Refusal, InterruptedException;
  }

  private record Method(String name, Role role, Action action) {}

  BotApi(TelegramBotConfig config, Stage stage, BotJson json, BotDesk desk, BotUpdates updates, BotWebhook webhook,
      Supplier<HttpListener> listener) {
    this.config = config;
    this.stage = stage;
    this.json = json;
    this.desk = desk;
    this.updates = updates;
    this.webhook = webhook;
    this.listener = listener;
  }

  void serve(Context ctx) throws IOException, InterruptedException {
    Method method = methods.get(ctx.pathParam("method").toLowerCase(Locale.ROOT));
    String kind = method == null ? "unknown" : method.name();
    Step step = Step.noReceipt();
    ObjectNode said;
    String chat = "";
    try {
      if (!ctx.pathParam("bot").equals("bot" + config.token())) throw Refusal.of(401, "Unauthorized");
      if (method == null) throw Refusal.of(404, "Not Found: method not found");
      BotParameters parameters = BotParameters.of(ctx, stage.json());
      chat = parameters.text("chat_id");
      stage.journal().received(TelegramBot.NAME, kind, chat, null, parameters.all());
      step = stage.scripts().of(TelegramBot.NAME).next(chat, new Operation(kind, method.role()));
      said = JsonNodeFactory.instance.objectNode().put("ok", true);
      said.set("result", stage.json().valueToTree(call(method, parameters, step)));
    } catch (Refusal refusal) {
      ctx.status(refusal.status());
      said = refusal.body();
    }
    stage.journal().sent(TelegramBot.NAME, "answer " + kind, chat, null, ctx.statusCode());
    boolean up = listener.get().pause(step.answerDelay());
    Answer answer = up ? step.answer() : new Answer.Close();
    HttpAnswers.play(listener.get(), ctx, answer, stage.json().writeValueAsBytes(said));
  }

  private static Object call(Method method, BotParameters parameters, Step step)
      throws Refusal, InterruptedException {
    switch (step.answer()) {
      case Answer.Refuse(String error) -> throw Refusal.scripted(error);
      case Answer.Throttle(int retryAfterSeconds) -> throw Refusal.throttle(retryAfterSeconds);
      default -> {
        return step.takesMessage() ? method.action().call(parameters, step) : true;
      }
    }
  }

  private Object me() {
    return json.bot();
  }

  private Object updates(BotParameters said) throws Refusal, InterruptedException {
    if (webhook.target().isPresent())
      throw Refusal.of(409,
          "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete "
              + "the webhook first");
    int limit = Math.clamp(said.number("limit", LIMIT_MAX), 1, LIMIT_MAX);
    var timeout = Duration.ofSeconds(Math.clamp(said.number("timeout", 0), 0, POLL_SECONDS_MAX));
    if (said.all().has("allowed_updates")) updates.want(said.words("allowed_updates"));
    return updates.poll(said.number("offset", 0), limit, timeout)
        .orElseThrow(() -> Refusal.of(409, "Conflict: terminated by other getUpdates request; make sure that only one "
            + "bot instance is running"));
  }

  /** Plain HTTP is taken too, since bots under test listen on loopback. */
  private Object setWebhook(BotParameters said) throws Refusal {
    String url = said.text("url");
    if (url.isEmpty()) return deleteWebhook(said);
    String secret = said.text("secret_token");
    if (!url.matches("https?://.+")) throw Refusal.bad("bad webhook: An HTTPS URL must be provided for webhook");
    if (!SECRET.matcher(secret).matches()) throw Refusal.bad("secret token contains unallowed characters");
    if (said.all().has("allowed_updates")) updates.want(said.words("allowed_updates"));
    if (said.flag("drop_pending_updates")) updates.drop();
    updates.release();
    webhook.set(Optional.of(new BotWebhook.Target(URI.create(url), secret)));
    return true;
  }

  private Object deleteWebhook(BotParameters said) {
    if (said.flag("drop_pending_updates")) updates.drop();
    webhook.set(Optional.empty());
    return true;
  }

  private Object webhookInfo() {
    return Map.of("url", webhook.target().map(target -> target.url().toString()).orElse(""), "has_custom_certificate",
        false, "pending_update_count", updates.waiting());
  }

  private Object send(BotParameters said, Step step) throws Refusal {
    BotChat chat = desk.chat(said.text("chat_id"));
    chat.requireReachable();
    FormattedText text = said.formatted();
    List<BotMessage.Button> buttons = said.buttons();
    return step.reachesPhone() ? desk.send(chat, text, buttons, said.flag("protect_content")) : Map.of();
  }

  private Object editText(BotParameters said) throws Refusal {
    BotChat chat = desk.chat(said.text("chat_id"));
    chat.requireReachable();
    return desk.edit(chat, said.number("message_id", 0), said.formatted(), said.buttons());
  }

  private Object editButtons(BotParameters said) throws Refusal {
    BotChat chat = desk.chat(said.text("chat_id"));
    chat.requireReachable();
    return desk.edit(chat, said.number("message_id", 0), said.buttons());
  }

  private Object delete(BotParameters said) throws Refusal {
    desk.delete(desk.chat(said.text("chat_id")), said.number("message_id", 0));
    return true;
  }

  private Object answer(BotParameters said) throws Refusal {
    desk.answer(said.text("callback_query_id"));
    return true;
  }
}
