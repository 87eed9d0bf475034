package dev.otpstream.simulators.kaleyra;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.otpstream.simulators.Simulators;
import dev.otpstream.simulators.SimulatorsConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The vendor's documented commands, run by the client that they are written for. There is no published client library for
 * this API: curl with the vendor's own arguments is the independent one. Only the host, the account and the numbers are
 * ours.
 */
class KaleyraByCurlTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Queue<String> CALLBACKS = new ConcurrentLinkedQueue<>();
  private static Simulators simulators;
  private static HttpServer receiver;

  @BeforeAll static void start() throws IOException {
    simulators = Simulators.start(SimulatorsConfig.defaults());
    receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.createContext("/", exchange -> {
      try (exchange) {
        CALLBACKS.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
        exchange.sendResponseHeaders(200, -1);
      }
    });
    receiver.start();
  }

  @AfterAll static void stop() {
    receiver.stop(0);
    simulators.close();
  }

  @BeforeEach void forget() {
    simulators.forget();
  }

  @Test void theDocumentedRequestIsTakenAndItsResultCalledBack() throws Exception {
    JsonNode answer = JSON.readTree(curl("-d", "to=+15550001122", "-d", "type=OTP", "-d", "sender=KLRHXAD", "-d",
        "body= Dear Customer, 1234 is your OTP (One Time Password) for the transaction.", "-d",
        "callback=" + callback()));
    assertThat(answer.path("data").path(0).path("recipient").asText()).isEqualTo("15550001122");
    assertThat(answer.path("sender").asText()).isEqualTo("KLRHXAD");
    assertThat(simulators.messagesOf("15550001122")).singleElement()
        .satisfies(message -> assertThat(message.text()).contains("1234 is your OTP (One Time Password)"));
    String id = answer.path("data").path(0).path("message_id").asText();
    assertThat(await().until(() -> statusesOf(id), statuses -> !statuses.isEmpty())).containsExactly("DELIVERED");
  }

  @Test void theDocumentedRequestOfIndianCustomersIsTaken() throws Exception {
    JsonNode answer = JSON.readTree(curl("-d", "to=+15550001123", "-d", "type=OTP", "-d", "sender=KLRHXA", "-d",
        "body= Dear Customer, 1234 is your OTP (One Time Password) for the transaction.", "-d",
        "callback=" + callback(),
        "-d", "template_id=2000000000001"));
    assertThat(answer.path("data").path(0).path("message_id").asText()).endsWith(":1");
  }

  @Test void whatCannotBeTakenIsRefusedInTheDocumentedWords() throws Exception {
    JsonNode answer = JSON.readTree(curl("-d", "to=+15550001122,+15550001123", "-d", "type=OTP", "-d", "sender=KLRHXA",
        "-d", "body=1234"));
    assertThat(answer.path("code").asText()).isEqualTo("E404");
    assertThat(simulators.messagesOf("15550001122")).isEmpty();
  }

  /** Only of that message: what another test ordered may be called back while this one runs. */
  private static List<String> statusesOf(String id) throws IOException {
    var statuses = new ArrayList<String>();
    for (String callback : CALLBACKS) {
      JsonNode result = JSON.readTree(callback);
      if (result.path("id").asText().equals(id)) {
        statuses.add(result.path("status").asText());
      }
    }
    return statuses;
  }

  private static String callback() {
    return "http://127.0.0.1:" + receiver.getAddress().getPort() + "/result";
  }

  private static String curl(String... fields) throws Exception {
    var command = Stream.concat(
        Stream.of("curl", "-sS", "--max-time", "10", "-X", "POST",
            simulators.kaleyraUrl() + "/v1/" + simulators.kaleyraSid() + "/messages", "-H",
            "Content-Type: application/x-www-form-urlencoded", "-H", "api-key:" + simulators.kaleyraApiKey()),
        Stream.of(fields)).toList();
    Process curl = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String answer = new String(curl.getInputStream().readAllBytes(), UTF_8);
    assertThat(curl.waitFor(15, TimeUnit.SECONDS)).isTrue();
    assertThat(curl.exitValue()).isZero();
    return answer;
  }
}
