package dev.otpstream.channel.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import dev.otpstream.kit.bot.Update;
import io.javalin.Javalin;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where Telegram posts updates. It answers 200 only when Kafka has them; any other answer makes Telegram post again.
 */
final class WebhookServer implements AutoCloseable {
  static final String PATH = "/telegram/updates";
  static final String SECRET = "X-Telegram-Bot-Api-Secret-Token";
  private static final long BODY_BYTES_MAX = 256 * 1024;
  private static final Duration STORE_TIMEOUT = Duration.ofSeconds(10);
  private static final Logger LOG = LoggerFactory.getLogger(WebhookServer.class);

  private final byte[] secret;
  private final Function<List<Update>, CompletableFuture<Void>> store;
  private final Javalin server;

  /** @param store done when the updates are stored */
  WebhookServer(BotConfig.Webhook config, Function<List<Update>, CompletableFuture<Void>> store) {
    this.secret = config.secret().reveal().getBytes(StandardCharsets.UTF_8);
    this.store = store;
    this.server = Javalin.create(javalin -> {
      javalin.startup.showJavalinBanner = false;
      javalin.concurrency.useVirtualThreads = true;
      javalin.http.maxRequestSize = BODY_BYTES_MAX;
      javalin.routes.post(PATH, this::receive);
    }).start(config.host(), config.port());
  }

  int port() {
    return server.port();
  }

  private void receive(Context ctx) {
    String brought = ctx.header(SECRET);
    if (brought == null || !MessageDigest.isEqual(secret, brought.getBytes(StandardCharsets.UTF_8))) {
      LOG.atWarn().addKeyValue("from", ctx.ip()).log("update without the secret");
      ctx.status(401);
      return;
    }
    JsonNode update;
    try {
      update = BotSaid.JSON.readTree(ctx.bodyAsBytes());
    } catch (IOException _) {
      ctx.status(400);
      return;
    }
    ctx.status(stored(BotUpdateReader.read(update).map(List::of).orElse(List.of())) ? 200 : 503);
  }

  private boolean stored(List<Update> updates) {
    try {
      store.apply(updates).get(STORE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (ExecutionException | TimeoutException e) {
      Throwable cause = e instanceof ExecutionException ? e.getCause() : e;
      LOG.atWarn().addKeyValue("exception", cause.getClass().getName()).log("kafka did not take the update");
      return false;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override public void close() {
    server.stop();
  }
}
