package dev.otpstream.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.ingress.engine.ConsentReply;
import dev.otpstream.ingress.engine.SendOrder.NewCode;
import dev.otpstream.ingress.engine.VerifyReply;
import dev.otpstream.ingress.front.HttpConfig;
import dev.otpstream.ingress.front.HttpEdge;
import dev.otpstream.ingress.zapnoty.TestProject;
import dev.otpstream.schemas.ConsentState;
import dev.otpstream.schemas.VerifyOutcome;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The requests of Zapnoty's page "OTP" on the wire, blanks and line ends as printed. Changed are the host and the key, and
 * the ids that the page cuts short are whole.
 */
class ZapnotyExamplesTest {
  private static final String SUBSCRIBER = "550e8400-e29b-41d4-a716-446655440000";
  private static final String REQUEST = "Kq9xV3mN2pT7rL8s";
  private static final String NOT_FOUND = "\"code\":\"not_found\"";
  private static TestProject project;
  private static HttpEdge edge;

  @BeforeAll static void start() {
    project = new TestProject();
    project.subscribe(UUID.fromString(SUBSCRIBER), FakeCallers.ACCOUNT, "telegram", "{}", true);
    var config = new HttpConfig("127.0.0.1", 0, 1 << 20, 100, Duration.ofSeconds(5), Duration.ofSeconds(5));
    edge = new HttpEdge(config, List.of(project.dialect()), new SimpleMeterRegistry());
  }

  @AfterAll static void stop() {
    edge.close();
  }

  @BeforeEach void forget() {
    project.engine.sends.clear();
    project.engine.consents.clear();
    project.engine.requestIds.clear();
  }

  @Test void send() {
    assertAnswer(post("/v1/otp/send", "{\n\"subscriber_id\": \"" + SUBSCRIBER + "\"\n}"), 200,
        "{\"sent\":true,\"expires_in_seconds\":300}");
    assertThat(project.engine.sends.getFirst().code()).contains(new NewCode(6, 5));
  }

  /** As the page prints it, the id is cut short. */
  @Test void sendWithTheIdCutShort() {
    assertThat(post("/v1/otp/send", "{\n\"subscriber_id\": \"550e8400-e29b-...\"\n}"))
        .startsWith("HTTP/1.1 400 ").contains("\"code\":\"validation_failed\"");
  }

  @Test void verifyOfTheRightAndOfAWrongCode() {
    String body = "{\n\"subscriber_id\": \"" + SUBSCRIBER + "\",\n\"code\": \"482916\"\n}";
    project.engine.onVerify(judged(VerifyOutcome.VERIFIED));
    assertAnswer(post("/v1/otp/verify", body), 200, "{\"verified\":true}");
    project.engine.onVerify(judged(VerifyOutcome.WRONG_CODE));
    assertAnswer(post("/v1/otp/verify", body), 200, "{\"verified\":false}");
  }

  @Test void request() {
    standing(ConsentState.PENDING);
    assertAnswer(post("/v1/otp/request", "{}"), 200, links("\"https://max.ru/zapnotybot?start=otp_" + REQUEST + "\""));
    assertAnswer(post("/v1/otp/request", "{\n\"channel\": \"telegram\"\n}"), 200, links("null"));
    assertThat(project.engine.consents.get(1).channels()).extracting(step -> step.channel())
        .containsExactly("telegram");
  }

  /** The page's example has a remark behind the value, which is no JSON. */
  @Test void requestWithTheRemarkInIt() {
    assertThat(post("/v1/otp/request", "{\n\"channel\": \"telegram\" // optional\n}")).startsWith("HTTP/1.1 400 ")
        .contains("\"code\":\"validation_failed\"");
  }

  @Test void requestWithoutAnyBody() {
    standing(ConsentState.PENDING);
    String bare = "POST /v1/otp/request HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 0\r\n"
        + "Authorization: Bearer " + FakeCallers.KEY + "\r\n\r\n";
    assertThat(RawHttp.exchange(edge.port(), bare)).startsWith("HTTP/1.1 200 ").contains("\"request_id\":\"" + REQUEST);
  }

  @ParameterizedTest
  @CsvSource({"PENDING,pending", "CANCELLED,cancelled", "EXPIRED,expired"}) void status(ConsentState state,
      String word) {
    standing(state);
    assertAnswer(get("/v1/otp/request/" + REQUEST + "/status"), 200,
        "{\"status\":\"" + word + "\",\"subscriber_id\":null,\"channel\":null}");
  }

  @Test void statusOfASentCode() {
    project.engine.onConsent(new ConsentReply.Standing(REQUEST, ConsentState.SENT, Optional.of(SUBSCRIBER),
        Optional.of("telegram")));
    assertAnswer(get("/v1/otp/request/" + REQUEST + "/status"), 200,
        "{\"status\":\"sent\",\"subscriber_id\":\"" + SUBSCRIBER + "\",\"channel\":\"telegram\"}");
    assertThat(project.engine.requestIds).containsExactly(REQUEST);
  }

  @ParameterizedTest
  @ValueSource(strings = {"../../send", "..%2f..%2fsend", "%2e%2e", "..", ".", "Kq9xV3mN2pT7rL8",
    "Kq9xV3mN2pT7rL8s;x=1", "Kq9xV3mN2pT7rL8s%20", "Kq9xV3mN2pT7rL8%C3%A4", "*", "%2F",
    "Kq9xV3mN2pT7rL8s%0a"}) void edge7ARequestIdWithPathTricksIs404(String id) {
    assertThat(get("/v1/otp/request/" + id + "/status")).startsWith("HTTP/1.1 404 ").contains(NOT_FOUND);
    assertThat(project.engine.requestIds).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {17, 1000, 7000, 10_000, 100_000}) void edge7ARequestIdOfTenThousandCharactersIs404(int length) {
    assertThat(get("/v1/otp/request/" + "K".repeat(length) + "/status")).startsWith("HTTP/1.1 404 ")
        .contains(NOT_FOUND);
    assertThat(project.engine.requestIds).isEmpty();
  }

  private static void standing(ConsentState state) {
    project.engine.onConsent(new ConsentReply.Standing(REQUEST, state, Optional.empty(), Optional.empty()));
  }

  private static String links(String max) {
    return "{\"request_id\":\"" + REQUEST + "\",\"telegram_link\":\"https://t.me/zapnotybot?start=otp_" + REQUEST
        + "\",\"max_link\":" + max + ",\"expires_in\":900}";
  }

  private static VerifyReply judged(VerifyOutcome outcome) {
    return new VerifyReply.Judged(outcome, 4, Duration.ZERO);
  }

  private static void assertAnswer(String answer, int status, String body) {
    assertThat(answer).startsWith("HTTP/1.1 " + status + " ").endsWith("\r\n\r\n" + body);
  }

  private static String post(String path, String body) {
    return RawHttp.exchange(edge.port(), head("POST", path) + "Content-Type: application/json\r\nContent-Length: "
        + body.getBytes(StandardCharsets.ISO_8859_1).length + "\r\n\r\n" + body);
  }

  private static String get(String path) {
    return RawHttp.exchange(edge.port(), head("GET", path) + "\r\n");
  }

  private static String head(String method, String path) {
    return method + " " + path + " HTTP/1.1\r\nHost: x\r\nUser-Agent: curl/8.5.0\r\nAccept: */*\r\n"
        + "Connection: close\r\nAuthorization: Bearer " + FakeCallers.KEY + "\r\n";
  }
}
