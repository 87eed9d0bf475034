package dev.otpstream.simulators.telegrambot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.Map;
import java.util.function.ObjLongConsumer;

/** What people do, over HTTP. */
final class BotControl {
  private static final ObjectMapper JSON = new ObjectMapper();
  private final TelegramBot bot;

  BotControl(TelegramBot bot) {
    this.bot = bot;
  }

  void route(RoutesConfig routes) {
    routes.post("/telegram/users/{user}/start",
        ctx -> act(ctx, (body, user) -> bot.start(user, text(body, "payload"))));
    routes.post("/telegram/users/{user}/tap", ctx -> act(ctx, (body, user) -> bot.tap(user, required(body, "data"))));
    routes.post("/telegram/users/{user}/type", ctx -> act(ctx, (body, user) -> bot.type(user, required(body, "text"))));
    routes.post("/telegram/users/{user}/block", ctx -> act(ctx, (_, user) -> bot.block(user)));
    routes.post("/telegram/users/{user}/unblock", ctx -> act(ctx, (_, user) -> bot.unblock(user)));
    routes.post("/telegram/users/{user}/deactivate", ctx -> act(ctx, (_, user) -> bot.deactivate(user)));
    routes.get("/telegram/users/{user}/chat", ctx -> json(ctx, bot.chatOf(user(ctx))));
    routes.get("/telegram", ctx -> json(ctx,
        Map.of("webhook", bot.webhookUrl().orElse(""), "unconfirmed", bot.unconfirmed())));
  }

  private static void act(Context ctx, ObjLongConsumer<JsonNode> action) {
    try {
      action.accept(JSON.readTree(ctx.bodyAsBytes()), user(ctx));
    } catch (IOException e) {
      throw new IllegalArgumentException("not JSON", e);
    }
    ctx.status(204);
  }

  private static long user(Context ctx) {
    return Long.parseLong(ctx.pathParam("user")); // a NumberFormatException is answered as 400
  }

  private static String required(JsonNode body, String name) {
    String text = text(body, name);
    if (text == null) throw new IllegalArgumentException(name + " is missing");
    return text;
  }

  private static String text(JsonNode body, String name) {
    return body.path(name).isTextual() ? body.path(name).asText() : null;
  }

  private static void json(Context ctx, Object body) throws IOException {
    ctx.contentType("application/json").result(JSON.writeValueAsBytes(body));
  }
}
