package dev.otpstream.simulators.max;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.Map;

/** What people do, over HTTP. */
final class MaxControl {
  private static final ObjectMapper JSON = new ObjectMapper();
  private final MaxBot bot;

  MaxControl(MaxBot bot) {
    this.bot = bot;
  }

  void route(RoutesConfig routes) {
    routes.post("/max/users/{user}/start", ctx -> {
      bot.start(user(ctx), text(ctx, "payload"));
      ctx.status(204);
    });
    routes.post("/max/users/{user}/tap", ctx -> {
      bot.tap(user(ctx), required(ctx, "payload"));
      ctx.status(204);
    });
    routes.post("/max/users/{user}/type", ctx -> {
      bot.type(user(ctx), required(ctx, "text"));
      ctx.status(204);
    });
    routes.post("/max/users/{user}/stop", ctx -> {
      bot.stop(user(ctx));
      ctx.status(204);
    });
    routes.get("/max/users/{user}/dialog", ctx -> json(ctx, bot.dialogOf(user(ctx))));
    routes.get("/max", ctx -> json(ctx, Map.of("busiestSecond", bot.busiestSecond(), "subscriptions",
        bot.subscribedUrls())));
    routes.delete("/max/subscriptions", ctx -> {
      bot.unsubscribeAll();
      ctx.status(204);
    });
  }

  private static long user(Context ctx) {
    return Long.parseLong(ctx.pathParam("user")); // a NumberFormatException is answered as 400
  }

  private static String required(Context ctx, String name) {
    String text = text(ctx, name);
    if (text == null) throw new IllegalArgumentException(name + " is missing");
    return text;
  }

  private static String text(Context ctx, String name) {
    if (ctx.bodyAsBytes().length == 0) return null;
    try {
      JsonNode value = JSON.readTree(ctx.bodyAsBytes()).path(name);
      return value.isTextual() ? value.asText() : null;
    } catch (IOException e) {
      throw new IllegalArgumentException("not JSON", e);
    }
  }

  private static void json(Context ctx, Object body) throws IOException {
    ctx.contentType("application/json").result(JSON.writeValueAsBytes(body));
  }
}
