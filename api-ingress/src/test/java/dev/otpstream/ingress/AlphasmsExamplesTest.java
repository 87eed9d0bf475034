package dev.otpstream.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.ingress.accounts.CallRates;
import dev.otpstream.ingress.alphasms.AlphasmsDialect;
import dev.otpstream.ingress.front.HttpConfig;
import dev.otpstream.ingress.front.HttpEdge;
import dev.otpstream.kit.target.TargetRules;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The examples of AlphaSMS's document, byte by byte over real HTTP; only the host and the key differ. */
class AlphasmsExamplesTest {
  private static final String REQUEST = """
                {
                    "auth": "%s",
                    "data": [
                        {
                            "type": "telegram",
                            "id": 100500,
                            "phone": 380971234567,
                            "message": "123456",
                            "telegram_lifetime": 172800,
                            "hook": "https://example.org/webhook/url.php"
                        }
                    ]
                }
      """;
  private final FakeEngine engine = new FakeEngine();
  private HttpEdge edge;

  @BeforeEach void start() {
    var dialect = new AlphasmsDialect(new FakeCallers(), new CallRates(0, () -> Instant.EPOCH),
        new TargetRules(Set.of(443), false), engine);
    edge = new HttpEdge(new HttpConfig("127.0.0.1", 0, 1 << 20, 100, Duration.ofSeconds(5), Duration.ofSeconds(5)),
        List.of(dialect), new SimpleMeterRegistry());
  }

  @AfterEach void stop() {
    edge.close();
  }

  @Test void theDocumentedRequestGetsTheDocumentedAnswer() {
    assertAnswer(post(REQUEST.formatted(FakeCallers.KEY)), "{\"success\":true,\"data\":[{\"success\":true,"
        + "\"data\":{\"id\":100500,\"msg_id\":123456789,\"data\":1,\"parts\":1}}]}");
  }

  @Test void aWrongKeyGetsTheDocumentedAnswer() {
    assertAnswer(post(REQUEST.formatted("bb56a4369eb19***cfec6d1776bd25")),
        "{\"success\":false,\"error\":\"Access denied\"}");
  }

  private String post(String body) {
    int length = body.getBytes(StandardCharsets.UTF_8).length;
    return RawHttp.exchange(edge.port(),
        "POST /api/json.php HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            + "Content-Length: " + length + "\r\nConnection: close\r\n\r\n" + body);
  }

  private static void assertAnswer(String answer, String body) {
    assertThat(answer).startsWith("HTTP/1.1 200 OK\r\n").containsIgnoringCase("content-type: application/json")
        .endsWith("\r\n\r\n" + body);
  }
}
