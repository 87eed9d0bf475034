package dev.otpstream.channel.sms.kaleyra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.kit.channel.Receipt;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Callbacks as they may come, the forms that the simulator does not have included. */
class CallbackServerTest {
  private final List<Standing> told = new CopyOnWriteArrayList<>();
  private final AtomicInteger strangers = new AtomicInteger();
  private final HttpClient http = HttpClient.newHttpClient();
  private CallbackServer server;

  @AfterEach void stop() {
    server.close();
    http.close();
  }

  @Test void jsonFormAndQueryAreUnderstood() throws Exception {
    start(Map.of());
    assertThat(json(server.localUrl(), "{\"id\":\"a:1\",\"status\":\"DELIVERED\"}")).isEqualTo(200);
    assertThat(
        send(HttpRequest.newBuilder(server.localUrl()).header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString("message_id=a%3A1&status=Delivered"))))
        .isEqualTo(200);
    assertThat(send(HttpRequest.newBuilder(URI.create(server.localUrl() + "?kid=a:1&status=DELIVERED")).GET()))
        .isEqualTo(200);
    assertThat(told).hasSize(3).allSatisfy(standing -> assertThat(standing)
        .isInstanceOfSatisfying(Standing.Final.class, last -> {
          assertThat(last.messageId()).isEqualTo("a:1");
          assertThat(last.receipt().state()).isEqualTo(Receipt.State.DELIVERED);
        }));
  }

  @Test void nonsenseIsTakenOnceAndForAll() throws Exception {
    start(Map.of());
    for (String body : List.of("", "{", "[1]", "null", "\"x\"", "{\"id\":{\"a\":1},\"status\":[]}"))
      assertThat(json(server.localUrl(), body)).as(body).isEqualTo(200);
    assertThat(told).hasSize(6).containsOnly(new Standing.Unreadable());
  }

  @Test void tooMuchIsNotRead() throws Exception {
    start(Map.of());
    assertThat(json(server.localUrl(), "x".repeat((int) CallbackServer.BODY_BYTES_MAX + 1))).isEqualTo(413);
    assertThat(told).isEmpty();
  }

  @Test void whoDoesNotKnowTheSecretFindsNothing() throws Exception {
    start(Map.of());
    URI guess = URI.create(server.localUrl().toString().replaceFirst("[^/]+$", "0123456789abcdef0123456789abcdef"));
    assertThat(json(guess, "{\"id\":\"a:1\",\"status\":\"DELIVERED\"}")).isEqualTo(404);
    assertThat(told).isEmpty();
    assertThat(strangers).hasValue(1);
  }

  @Test void aLoginIsAskedForWhereThereIsOne() throws Exception {
    start(Map.of("KALEYRA_CALLBACK_LOGIN", "kaleyra:pass"));
    String body = "{\"id\":\"a:1\",\"status\":\"DELIVERED\"}";
    assertThat(json(server.localUrl(), body)).isEqualTo(401);
    assertThat(told).isEmpty();
    String login = Base64.getEncoder().encodeToString("kaleyra:pass".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    assertThat(send(HttpRequest.newBuilder(server.localUrl()).header("Authorization", "Basic " + login)
        .POST(BodyPublishers.ofString(body)))).isEqualTo(200);
    assertThat(told).hasSize(1);
  }

  @Test void theSecretIsTheAccountsAndNotTheKey() {
    start(Map.of());
    String path = server.localUrl().getPath();
    assertThat(KaleyraSetting.config(Map.of()).callbacks().secret().reveal()).hasSize(32);
    assertThat(path).endsWith(KaleyraSetting.config(Map.of()).callbacks().secret().reveal());
    assertThat(path).doesNotEndWith(
        KaleyraSetting.config(Map.of("KALEYRA_API_KEY", "another")).callbacks().secret().reveal());
  }

  private void start(Map<String, String> settings) {
    server = new CallbackServer(KaleyraSetting.config(settings).callbacks(), told::add, strangers::incrementAndGet,
        InstantSource.system());
  }

  private int json(URI to, String body) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(to).header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(body)));
  }

  private int send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return http.send(request.build(), BodyHandlers.discarding()).statusCode();
  }
}
