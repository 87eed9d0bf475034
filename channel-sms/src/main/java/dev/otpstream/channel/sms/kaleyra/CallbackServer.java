package dev.otpstream.channel.sms.kaleyra;

import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.Javalin;
import io.javalin.http.Context;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where Kaleyra tells what became of messages. It answers 200 only when a receipt is stored, and 503 if it should come again.
 * Who does not know the secret part of the path finds nothing here.
 */
final class CallbackServer implements AutoCloseable {
  static final String PATH = "/kaleyra/callbacks/";
  static final long BODY_BYTES_MAX = 64 * 1024;
  private static final Logger LOG = LoggerFactory.getLogger(CallbackServer.class);

  private final CallbackConfig config;
  private final Predicate<Standing> take;
  private final Runnable onStranger;
  private final InstantSource clock;
  private final Javalin server;

  /**
   * Listens at once.
   *
   * @param take       whether what a callback says need not be said again
   * @param onStranger told of each call without the secret or the login
   */
  CallbackServer(CallbackConfig config, Predicate<Standing> take, Runnable onStranger, InstantSource clock) {
    this.config = config;
    this.take = take;
    this.onStranger = onStranger;
    this.clock = clock;
    server = Javalin.create(javalin -> {
      javalin.startup.showJavalinBanner = false;
      javalin.concurrency.useVirtualThreads = true;
      javalin.http.maxRequestSize = BODY_BYTES_MAX;
      String path = PATH + "{secret}";
      javalin.routes.get(path, this::receive).post(path, this::receive).put(path, this::receive);
    }).start(config.host(), config.port());
  }

  /** Where it can be reached from this machine, with the secret. */
  URI localUrl() {
    return URI.create("http://127.0.0.1:" + server.port() + PATH + config.secret().reveal());
  }

  private void receive(Context ctx) {
    if (!isSame(config.secret().reveal(), ctx.pathParam("secret"))) {
      stranger(ctx, 404);
    } else if (config.login().isPresent()
        && !isSame(basic(config.login().get().reveal()), ctx.header("Authorization"))) {
      stranger(ctx, 401);
    } else {
      ctx.status(take.test(CallbackReader.read(fields(ctx), clock.instant())) ? 200 : 503);
    }
  }

  private void stranger(Context ctx, int status) {
    LOG.atWarn().addKeyValue("from", ctx.ip()).log("callback by a stranger");
    onStranger.run();
    ctx.status(status);
  }

  /** Names and first values, of query, form or JSON alike; of what is none of these, nothing. */
  private static Map<String, String> fields(Context ctx) {
    var fields = new HashMap<String, String>();
    ctx.queryParamMap().forEach((name, values) -> fields.put(name, values.getFirst()));
    if (ctx.isFormUrlencoded()) {
      ctx.formParamMap().forEach((name, values) -> fields.put(name, values.getFirst()));
      return fields;
    }
    try {
      for (Map.Entry<String, JsonNode> field : Said.JSON.readTree(ctx.bodyAsBytes()).properties())
        fields.put(field.getKey(), field.getValue().asText());
    } catch (IOException _) {
      // then the query has to tell
    }
    return fields;
  }

  private static String basic(String login) {
    return "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
  }

  /** In constant time. */
  private static boolean isSame(String expected, String brought) {
    return brought != null && MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8),
        brought.getBytes(StandardCharsets.UTF_8));
  }

  @Override public void close() {
    server.stop();
  }
}
