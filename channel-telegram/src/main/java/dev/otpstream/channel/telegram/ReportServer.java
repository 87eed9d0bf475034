package dev.otpstream.channel.telegram;

import dev.otpstream.kit.channel.Receipt;
import io.javalin.Javalin;
import io.javalin.http.Context;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where Telegram posts delivery reports. It answers 200 only when the receipt is stored; any other answer makes Telegram
 * post the report again.
 */
final class ReportServer implements AutoCloseable {
  static final String PATH = "/telegram/reports";
  static final long BODY_BYTES_MAX = 64 * 1024;
  private static final Duration STORE_TIMEOUT = Duration.ofSeconds(10);
  private static final Logger LOG = LoggerFactory.getLogger(ReportServer.class);

  private final ReportSignature signature;
  private final Function<Receipt, CompletableFuture<Void>> store;
  private final InstantSource clock;
  private final Javalin server;

  /** @param store done when the receipt is stored */
  ReportServer(TelegramConfig config, Function<Receipt, CompletableFuture<Void>> store, InstantSource clock) {
    this.signature = new ReportSignature(config.token());
    this.store = store;
    this.clock = clock;
    this.server = Javalin.create(javalin -> {
      javalin.startup.showJavalinBanner = false;
      javalin.concurrency.useVirtualThreads = true;
      javalin.http.maxRequestSize = BODY_BYTES_MAX;
      javalin.routes.post(PATH, this::receive);
    }).start(config.callbackHost(), config.callbackPort());
  }

  /** Where it can be reached from this machine. */
  URI localUrl() {
    return URI.create("http://127.0.0.1:" + server.port() + PATH);
  }

  private void receive(Context ctx) {
    byte[] body = ctx.bodyAsBytes();
    String timestamp = ctx.header("X-Request-Timestamp");
    if (!signature.holds(timestamp, ctx.header("X-Request-Signature"), body, clock.instant())) {
      LOG.atWarn().addKeyValue("from", ctx.ip()).log("report with a bad signature");
      ctx.status(401);
      return;
    }
    Optional<Receipt> receipt = ReportReader.read(body, clock.instant());
    ctx.status(receipt.isEmpty() || stored(receipt.get()) ? 200 : 503);
  }

  private boolean stored(Receipt receipt) {
    try {
      store.apply(receipt).get(STORE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (ExecutionException | TimeoutException e) {
      Throwable cause = e instanceof ExecutionException ? e.getCause() : e;
      LOG.atWarn().addKeyValue("exception", cause.getClass().getName()).log("kafka did not take the receipt");
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
