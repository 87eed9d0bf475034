package dev.otpstream.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import dev.otpstream.ingress.accounts.CallRates;
import dev.otpstream.ingress.alphasms.AlphasmsDialect;
import dev.otpstream.ingress.engagelab.EngagelabDialect;
import dev.otpstream.ingress.engine.VerifyReply;
import dev.otpstream.ingress.front.HttpConfig;
import dev.otpstream.ingress.front.HttpEdge;
import dev.otpstream.ingress.kaleyra.KaleyraDialect;
import dev.otpstream.ingress.templates.Templates;
import dev.otpstream.ingress.zapnoty.TestProject;
import dev.otpstream.kit.target.TargetRules;
import dev.otpstream.schemas.VerifyOutcome;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** The edge over real HTTP, with all dialects and an engine in memory. */
class HttpEdgeTest {
  private static final int BODY_MAX = 1 << 20;
  private static final String NOT_FOUND = "{\"error\":\"No such path\",\"code\":\"not_found\",\"retryable\":false}";
  private static final SimpleMeterRegistry METERS = new SimpleMeterRegistry();
  private static FakeEngine engine;
  private static HttpEdge edge;
  private static HttpCaller http;

  @BeforeAll static void start() {
    engine = new FakeEngine();
    var callers = new FakeCallers();
    var rates = new CallRates(0, () -> Instant.EPOCH);
    var config = new HttpConfig("127.0.0.1", 0, BODY_MAX, 2000, Duration.ofSeconds(2), Duration.ofSeconds(5));
    edge = new HttpEdge(config,
        List.of(new AlphasmsDialect(callers, rates, new TargetRules(Set.of(443), false), engine),
            new EngagelabDialect(callers, rates, new Templates(new MemoryStore<>()), engine, () -> Instant.EPOCH),
            new KaleyraDialect(callers, rates, new TargetRules(Set.of(443), false), engine, () -> Instant.EPOCH),
            TestProject.dialect(callers, engine)),
        METERS);
    http = new HttpCaller(edge.port());
  }

  @AfterAll static void stop() {
    http.close();
    edge.close();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "/|" + NOT_FOUND, "/v1|" + NOT_FOUND, "/v1/otp|" + NOT_FOUND, "/v1/otp/sendx|" + NOT_FOUND,
    "/v1/subscribers/1/tags|" + NOT_FOUND, "/v1/send|" + NOT_FOUND, "/v1//otp/send|" + NOT_FOUND,
    "/v1/otp/messages|" + NOT_FOUND, "/favicon.ico|" + NOT_FOUND,
    "/api/http.php|{\"success\":false,\"error\":\"Not found\"}", "/api/|{\"success\":false,\"error\":\"Not found\"}",
    "/v1/messages/x|{\"code\":4001,\"message\":\"not found\"}",
    "/v1/template-configs/x/y|{\"code\":4001,\"message\":\"not found\"}",
    "/v1/HXXXXXXX071US/messages/x|{\"code\":\"NOT_FOUND\",\"message\":\"Not found\",\"error\":{}}",
    "/v1/HXXXXXXX071US/callback/profiles|{\"code\":\"NOT_FOUND\",\"message\":\"Not found\",\"error\":{}}"}) void anUnknownPathIsAnsweredInItsPrefixsWords(
        String path, String body) {
    var answer = http.post(path, FakeCallers.KEY, "{}");
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).isEqualTo(body);
    assertThat(answer.headers().firstValue("content-type")).contains("application/json");
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "PUT", "DELETE", "PATCH"}) void aWrongMethodIsAnsweredInThePathsWords(String method) {
    var alphasms = http.send(http.request("/api/json.php").method(method, BodyPublishers.noBody()).build());
    assertThat(alphasms.statusCode()).isEqualTo(405);
    assertThat(alphasms.body()).isEqualTo("{\"success\":false,\"error\":\"Method not allowed\"}");
    var zapnoty = http.send(http.request("/v1/otp/send").method(method, BodyPublishers.noBody()).build());
    assertThat(zapnoty.statusCode()).isEqualTo(405);
    assertThat(zapnoty.body())
        .isEqualTo("{\"error\":\"Method not allowed\",\"code\":\"bad_request\",\"retryable\":false}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"TRACE", "OPTIONS", "PROPFIND", "FOO", "post", "A1-b", "BEFORE",
    "QUERY"}) void anUnusualMethodIsAWrongMethod(String method) {
    String answer = raw(method, "/api/json.php", "", "");
    assertThat(answer).startsWith("HTTP/1.1 405 ").endsWith("{\"success\":false,\"error\":\"Method not allowed\"}");
  }

  @Test void aHeadIsAWrongMethodWithoutABody() {
    assertThat(raw("HEAD", "/v1/otp/messages/1024", "", "")).startsWith("HTTP/1.1 405 ").endsWith("\r\n\r\n");
  }

  /** Where two fronts could claim a path, the literal one has it, and account ids are never literals. */
  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "POST|/v1/otp/verify|400|\"code\":\"validation_failed\"", "POST|/v1/OTPVERIFY1/verify|401|\"UNAUTHORIZED\"",
    "POST|/v1/HXXXXXXX071US/verify|401|\"UNAUTHORIZED\"", "POST|/v1/HXXXXXXX071US/messages|401|\"UNAUTHORIZED\"",
    "GET|/v1/HXXXXXXX071US/sms/status|401|\"UNAUTHORIZED\"", "POST|/v1/otp/messages|404|\"not_found\"",
    "POST|/v1/subscribers/verify|404|\"not_found\"", "POST|/v1/webhooks/messages|405|\"bad_request\"",
    "POST|/v1/hxxxxxxx071us/messages|404|\"not_found\"", "POST|/v1/HXXXX/messages|404|\"not_found\"",
    "POST|/v1/messages|401|\"code\":2001", "POST|/v1/messages/sms|404|\"code\":4001",
    "POST|/v1/codes/verify|404|\"code\":4001",
    "GET|/v1/template-configs/verify|401|\"code\":2001"}) void frontsShareTheirPathsWithoutAnyHidingAnothers(
        String method, String path, int status, String words) {
    var answer = http.send(http.request(path).header("Authorization", "Bearer " + FakeCallers.KEY)
        .method(method, BodyPublishers.ofString("{}")).build());
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body()).contains(words);
  }

  @Test void aBodyAtTheLimitIsReadAndOneByteMoreIsTheDocumentedError() {
    String atLimit = "{\"auth\":\"x\",\"pad\":\"" + "x".repeat(BODY_MAX - 21) + "\"}";
    assertThat(atLimit).hasSize(BODY_MAX);
    assertThat(http.post("/api/json.php", "", atLimit).body()).contains("Access denied");
    var alphasms = http.post("/api/json.php", "", atLimit + " ");
    assertThat(alphasms.statusCode()).isEqualTo(200);
    assertThat(alphasms.body()).isEqualTo("{\"success\":false,\"error\":\"Incorrect document format\"}");
    var zapnoty = http.post("/v1/otp/send", FakeCallers.KEY, atLimit + " ");
    assertThat(zapnoty.statusCode()).isEqualTo(400);
    assertThat(zapnoty.body())
        .isEqualTo("{\"error\":\"Body too large\",\"code\":\"validation_failed\",\"retryable\":false}");
  }

  @Test void aChunkedBodyOfUnknownLengthIsCutAtTheLimit() {
    String chunk = "10000\r\n" + "x".repeat(0x10000) + "\r\n";
    String answer = RawHttp.exchange(edge.port(),
        "POST /v1/otp/send HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
            + "Transfer-Encoding: chunked\r\n\r\n" + chunk.repeat(40) + "0\r\n\r\n");
    assertThat(answer).startsWith("HTTP/1.1 400 ").contains("Body too large");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Transfer-Encoding: chunked\r\n\r\nzz\r\n",
    "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello", "Content-Length: x\r\n\r\n", "Content-Length: -1\r\n\r\n",
    "Bad Header\r\n\r\n", "Transfer-Encoding: gzip, chunked, gzip\r\n\r\n"}) void brokenFramingIsAClientsFault(
        String rest) {
    String answer = RawHttp.exchange(edge.port(),
        "POST /v1/otp/send HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + rest);
    assertThat(answer).startsWith("HTTP/1.1 4").contains("\"retryable\":false").doesNotContainIgnoringCase("html")
        .doesNotContain("Exception").doesNotContain("\tat ");
  }

  @Test void aBodyThatNeverComesIsGivenUp() {
    String answer = RawHttp.exchange(edge.port(),
        "POST /v1/otp/send HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{");
    assertThat(answer).startsWith("HTTP/1.1 400 ").contains("Body cannot be read");
  }

  @Test void headersTooLongAndLinesThatAreNotHttpAreRefusedWithoutATrace() {
    assertThat(raw("POST", "/v1/otp/send", "X: " + "x".repeat(9000) + "\r\n", "")).startsWith("HTTP/1.1 431 ");
    assertThat(raw("GET", "/" + "x".repeat(9000), "", "")).startsWith("HTTP/1.1 404 ");
    for (String garbage : new String[]{"\u0000\u0001\u0002\r\n\r\n", "GET\r\n\r\n", "GET / HTTP/9.9\r\n\r\n",
      "GET /%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
      "GET / HTTP/1.1\r\nConnection: close\r\n\r\n"}) {
      assertThat(RawHttp.exchange(edge.port(), garbage)).startsWith("HTTP/1.1 ").doesNotContain("HTTP/1.1 500")
          .doesNotContainIgnoringCase("<html").doesNotContainIgnoringCase("jetty").doesNotContain("\tat ");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/otp/messages/..%2f..%2fadmin", "/v1/otp/messages/%2e%2e", "/v1/otp/../otp/messages/x",
    "/v1/otp/messages/1024;jsessionid=1", "/v1/otp/messages/%00", "/v1/otp/messages/1024%20",
    "/v1/otp/request/..%2f..%2fsend/status",
    "/v1/otp/messages/\u00e9"}) void aPathWithTricksIsAClientsFault(String path) {
    String answer = raw("GET", path, "Authorization: Bearer " + FakeCallers.KEY + "\r\n", "");
    assertThat(answer).matches("(?s)HTTP/1\\.1 40[04] .*").contains("\"retryable\":false");
  }

  @Test void anAnswerDoesNotTellWhatWeRunOn() {
    var answer = http.post("/v1/otp/send", FakeCallers.KEY, "{}");
    assertThat(answer.headers().map()).doesNotContainKey("server").doesNotContainKey("x-powered-by")
        .doesNotContainKey("set-cookie");
  }

  @Test void requestsInAPipeAreAnsweredInTheirOrder() {
    String one = "GET /v1/a HTTP/1.1\r\nHost: x\r\n\r\n";
    String two = "GET /api/b HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    String answers = RawHttp.exchange(edge.port(), one + two);
    assertThat(answers.indexOf("No such path")).isPositive().isLessThan(answers.indexOf("\"success\":false"));
  }

  @Test void connectionsThatStallDoNotHinderOthers() throws IOException {
    var stalled = new ArrayList<Socket>();
    try {
      for (int i = 0; i < 200; i++) {
        var socket = new Socket(InetAddress.getLoopbackAddress(), edge.port());
        stalled.add(socket);
        String head = i % 2 == 0
            ? "POST /v1/otp/send HTTP/1.1\r\nHos"
            : "POST /v1/otp/send HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      }
      assertThat(http.post("/v1/otp/send", FakeCallers.KEY, "{\"phone\":\"380971234567\"}").statusCode())
          .isEqualTo(200);
    } finally {
      for (Socket socket : stalled)
        socket.close();
    }
  }

  @Test void aBugIsAnsweredAndLoggedWithoutWhatTheCallerSent() {
    Logger ours = (Logger) LoggerFactory.getLogger("dev.otpstream.ingress");
    var log = new ListAppender<ILoggingEvent>();
    log.start();
    ours.setAdditive(false);
    ours.addAppender(log);
    try {
      engine.onSend(order -> {
        throw new IllegalStateException("no way for " + order.recipient().address());
      });
      var answer = http.post("/v1/otp/send", FakeCallers.KEY, "{\"phone\":\"380971234567\"}");
      assertThat(answer.statusCode()).isEqualTo(500);
      assertThat(answer.body())
          .isEqualTo("{\"error\":\"Internal error\",\"code\":\"internal_error\",\"retryable\":true}");
      assertThat(log.list).singleElement().satisfies(event -> {
        String logged = event.getFormattedMessage() + event.getKeyValuePairs()
            + ThrowableProxyUtil.asString(event.getThrowableProxy());
        assertThat(logged).contains("IllegalStateException").contains("FakeEngine").doesNotContain("380971234567");
      });
    } finally {
      ours.detachAppender(log);
      ours.setAdditive(true);
      engine.onSend(_ -> engine.accepted());
    }
  }

  @Test void answersAreCountedByFrontOperationAndStatus() {
    engine.onVerify(new VerifyReply.Judged(VerifyOutcome.VERIFIED, 1, Duration.ZERO));
    http.post("/v1/otp/verify", FakeCallers.KEY, "{\"phone\":\"380971234567\",\"code\":\"1\"}");
    assertThat(
        METERS.get("otp.http.requests").tags("front", "zapnoty", "operation", "verify", "status", "200").counter()
            .count())
        .isPositive();
    assertThat(METERS.get("otp.http.seconds").tags("front", "zapnoty", "operation", "verify").timer().count())
        .isPositive();
  }

  private static String raw(String method, String path, String headers, String body) {
    return RawHttp.exchange(edge.port(), method + " " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + headers
        + "Content-Length: " + body.length() + "\r\n\r\n" + body);
  }
}
