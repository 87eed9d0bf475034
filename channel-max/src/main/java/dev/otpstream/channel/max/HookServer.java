package dev.otpstream.channel.max;

import com.fasterxml.jackson.databind.JsonNode;
import dev.otpstream.kit.bot.Update;
import io.javalin.Javalin;
import io.javalin.http.Context;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the messenger posts updates, one a request. It answers 200 only when Kafka has the update; any other answer makes
 * the messenger post it again.
 */
final class HookServer implements AutoCloseable {
  static final String PATH = "/max/updates";
  static final long BODY_BYTES_MAX = 256 * 1024;
  private static final Duration STORE_TIMEOUT = Duration.ofSeconds(20); // the messenger waits for 30 s
  private static final Logger LOG = LoggerFactory.getLogger(HookServer.class);

  private final MaxConfig config;
  private final UpdateReader reader;
  private final Function<List<Update>, CompletableFuture<Void>> store;
  private final Javalin server;

  /** @param store done when Kafka has them */
  HookServer(MaxConfig config, Function<List<Update>, CompletableFuture<Void>> store) {
    this.config = config;
    this.reader = new UpdateReader(config.token());
    this.store = store;
    this.server = Javalin.create(javalin -> {
      javalin.startup.showJavalinBanner = false;
      javalin.concurrency.useVirtualThreads = true;
      javalin.http.maxRequestSize = BODY_BYTES_MAX;
      javalin.routes.post(PATH, this::receive);
    }).start(config.webhookHost(), config.webhookPort());
  }

  /** Where it can be reached from this machine. */
  URI localUrl() {
    return URI.create("http://127.0.0.1:" + server.port() + PATH);
  }

  private void receive(Context ctx) {
    if (!HookSecret.holds(ctx.header(HookSecret.HEADER), config.token())) {
      LOG.atWarn().addKeyValue("from", ctx.ip()).log("update without the secret");
      ctx.status(401);
      return;
    }
    Optional<Update> update;
    try {
      JsonNode body = Said.JSON.readTree(ctx.bodyAsBytes());
      update = body == null ? Optional.empty() : reader.read(body);
    } catch (IOException _) { // it would be no better the next time
      update = Optional.empty();
    }
    ctx.status(update.isEmpty() || stored(update.get()) ? 200 : 503);
  }

  private boolean stored(Update update) {
    try {
      store.apply(List.of(update)).get(STORE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
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
