package dev.otpstream.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.otpstream.ingress.accounts.CallRates;
import dev.otpstream.ingress.front.HttpConfig;
import dev.otpstream.ingress.front.HttpEdge;
import dev.otpstream.ingress.kaleyra.KaleyraDialect;
import dev.otpstream.kit.target.TargetRules;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The requests of Kaleyra's page "Send OTP SMS" as curl puts them on the wire: {@code -d} joined by ampersands, nothing
 * coded. Changed are the host, the key, and the digits that the page hides behind an X.
 */
class KaleyraExamplesTest {
  private static final String SID = "HXXXXXXX071US";
  private static final String KEY = FakeCallers.KEY;
  private static final String TEXT = " Dear Customer, 1234 is your OTP (One Time Password) for the transaction.";
  private static FakeEngine engine;
  private static HttpEdge edge;

  @BeforeAll static void start() {
    engine = new FakeEngine();
    var config = new HttpConfig("127.0.0.1", 0, 1 << 20, 100, Duration.ofSeconds(5), Duration.ofSeconds(5));
    var kaleyra = new KaleyraDialect(new FakeCallers(), new CallRates(0, () -> Instant.EPOCH),
        new TargetRules(Set.of(443), false), engine, () -> Instant.parse("2019-11-04T10:42:23Z"));
    edge = new HttpEdge(config, List.of(kaleyra), new SimpleMeterRegistry());
  }

  @AfterAll static void stop() {
    edge.close();
  }

  @BeforeEach void forget() {
    engine.sends.clear();
  }

  @Test void requestFormat() {
    var answer = curl("/v1/" + SID + "/messages", "api-key: " + KEY, "to=12025550123", "type=OTP", "sender=KLRHXA",
        "body= Hello! Your OTP is 1234.", "callback=https://webhook.site/89b43b12-b889-4f66-8ebf-3379b4b3345c");
    assertSuccess(answer, "KLRHXA", null, " Hello! Your OTP is 1234.");
    assertThat(engine.sends.getFirst().hooks()).singleElement().satisfies(
        hook -> assertThat(hook.url()).isEqualTo("https://webhook.site/89b43b12-b889-4f66-8ebf-3379b4b3345c"));
  }

  @Test void requestFormatIndianCustomers() {
    var answer = curl("/v1/" + SID + "/messages", "api-key: " + KEY, "to=919900000000", "type=OTP", "sender=KLRHXA",
        "body=" + TEXT, "callback=https://webhook.site/89b43b12", "template_id=1207162376995270012");
    assertSuccess(answer, "KLRHXA", "1207162376995270012", TEXT);
  }

  /** As the page prints it, a backslash is missing behind the body: curl never sees the callback. */
  @Test void sampleRequest() {
    var answer = curl("/v1/" + SID + "/messages", "api-key:" + KEY, "to=+12025550123", "type=OTP", "sender=KLRHXAD",
        "body=" + TEXT);
    assertSuccess(answer, "KLRHXAD", null, TEXT);
    assertThat(engine.sends.getFirst().hooks()).isEmpty();
  }

  /** With the backslash the callback is sent, and its stray bracket is an error of the page. */
  @Test void sampleRequestWithItsStrayBracket() {
    var answer = curl("/v1/" + SID + "/messages", "api-key:" + KEY, "to=+12025550123", "type=OTP", "sender=KLRHXAD",
        "body=" + TEXT, "callback=<https://webhook.site/89b43b12-b889-4f66-8ebf-3379b4b3345c");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().get("code").asText()).isEqualTo("E413");
  }

  @Test void sampleRequestIndianCustomers() {
    var answer = curl("/v1/" + SID + "/messages", "api-key:" + KEY, "to=+12025550123", "type=OTP", "sender=KLRHXA",
        "body=" + TEXT, "callback=https://webhook.site/89b43b12-b889-4f66-8ebf-3379b4b3345c",
        "template_id=2xxxxxxxxxxxx");
    assertSuccess(answer, "KLRHXA", "2xxxxxxxxxxxx", TEXT);
  }

  /** The page's brackets around the account id are no part of it. */
  @Test void sampleRequestIndianCustomersWithItsStrayBrackets() {
    var answer = curl("/v1/<" + SID + ">/messages", "api-key:" + KEY, "to=+12025550123", "type=OTP");
    assertThat(answer.status()).isBetween(400, 404);
    assertThat(engine.sends).isEmpty();
  }

  @Test void failureResponseMultipleMobileNumbers() {
    var answer = curl("/v1/" + SID + "/messages", "api-key:" + KEY, "to=+12025550123,+12025550124", "type=OTP",
        "sender=KLRHXA", "body=" + TEXT);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body())
        .isEqualTo("{\"code\":\"E404\",\"message\":\"If Type is OTP then only one mobile number is allowed.\","
            + "\"error\":{\"time\":\"If Type is OTP then only one mobile number is allowed.\"}}");
  }

  @Test void theHeadersNameIsNotCaseSensitiveAndTheKeyMustBeThere() {
    String path = "/v1/" + SID + "/messages";
    assertThat(curl(path, "Api-Key: " + KEY, "to=12025550123", "type=OTP", "sender=KLRHXA", "body=1").status())
        .isEqualTo(200);
    assertThat(curl(path + "?api-key=" + KEY, "X-Other: 1", "to=12025550123").status()).isEqualTo(401);
  }

  @Test void phpCurlsArrayIsAMultipartForm() {
    String part = "--x\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n";
    String body = part.formatted("sender", "KLRHXA") + part.formatted("to", "919900000000")
        + part.formatted("body", TEXT) + part.formatted("type", "OTP") + "--x--\r\n";
    var answer = send("POST", "/v1/" + SID + "/sms", "api-key: " + KEY, "multipart/form-data; boundary=x", body);
    assertSuccess(answer, "KLRHXA", null, TEXT);
  }

  @Test void anotherMethodIsSaidSo() {
    var answer = send("GET", "/v1/" + SID + "/messages?to=1", "api-key: " + KEY, "text/plain", "");
    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.body())
        .isEqualTo("{\"code\":\"METHOD_NOT_ALLOWED\",\"message\":\"Method not allowed\",\"error\":{}}");
  }

  private record Reply(int status, String body) {
    JsonNode json() {
      try {
        return new ObjectMapper().readTree(body);
      } catch (java.io.IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
  }

  private static void assertSuccess(Reply answer, String sender, String template, String text) {
    assertThat(answer.status()).isEqualTo(200);
    String id = answer.json().get("id").asText();
    assertThat(id).matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
    String recipient = engine.sends.getFirst().recipient().address().substring(1);
    assertThat(answer.body()).isEqualTo("{\"id\":\"" + id + "\",\"sender\":\"" + sender + "\",\"type\":\"OTP\","
        + (template == null ? "" : "\"template_id\":\"" + template + "\",") + "\"body\":\"" + text
        + "\",\"createdDateTime\":\"2019-11-04 10:42:23+00:00\",\"totalCount\":1,\"data\":[{\"message_id\":\"" + id
        + ":1\",\"recipient\":\"" + recipient + "\"}],\"dlrurl\":null,\"error\":{}}");
    assertThat(engine.sends.getFirst().route().getFirst().text()).contains(text);
  }

  private static Reply curl(String path, String keyHeader, String... fields) {
    return send("POST", path, keyHeader, "application/x-www-form-urlencoded", String.join("&", fields));
  }

  private static Reply send(String method, String path, String keyHeader, String contentType, String body) {
    String answer = RawHttp.exchange(edge.port(), method + " " + path + " HTTP/1.1\r\nHost: x\r\nUser-Agent: curl/8.5.0"
        + "\r\nAccept: */*\r\nConnection: close\r\nContent-Type: " + contentType + "\r\n" + keyHeader
        + "\r\nContent-Length: " + body.getBytes(StandardCharsets.ISO_8859_1).length + "\r\n\r\n" + body);
    int bodyAt = answer.indexOf("\r\n\r\n") + 4;
    return new Reply(Integer.parseInt(answer.substring(9, 12)), answer.substring(bodyAt));
  }
}
