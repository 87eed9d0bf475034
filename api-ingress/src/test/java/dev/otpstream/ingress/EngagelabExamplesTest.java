package dev.otpstream.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.ingress.accounts.CallRates;
import dev.otpstream.ingress.accounts.Caller;
import dev.otpstream.ingress.accounts.Callers;
import dev.otpstream.ingress.accounts.Callers.Identity;
import dev.otpstream.ingress.engagelab.EngagelabDialect;
import dev.otpstream.ingress.engine.SendReply;
import dev.otpstream.ingress.engine.VerifyReply;
import dev.otpstream.ingress.front.HttpConfig;
import dev.otpstream.ingress.front.HttpEdge;
import dev.otpstream.ingress.templates.Templates;
import dev.otpstream.schemas.Refusal;
import dev.otpstream.schemas.VerifyOutcome;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The examples of EngageLab's documents, byte by byte over real HTTP; only the host differs. */
class EngagelabExamplesTest {
  private static final String BASIC = "Basic amlndWFuZ2RldjpkZXZfc2VjcmV0";
  private static final String MESSAGE = """
      {
          "to": "+8618701235678",
          "template":{
            "id":"test-template-1",
            "language": "default",
              "params": {
              "key1": "value1",
              "key2": "value2"
              }
          }
      }
      """;
  private static final String TEMPLATE = """
      {
        "template_id": "test-template-1",
        "description": "测试模版1",
        "send_channel_strategy": "sms",
        "brand_name": "品牌名称",
        "verify_code_config": { "verify_code_type": 1, "verify_code_len": 6, "verify_code_ttl": 1 },
        "sms_config": {
          "template_type": 2,
          "template_default_config": { "contain_security": false, "contain_expire": false },
          "template_custom_config": {
            "custom_sub_type": "authentication",
            "custom_content": "Hi {{name}}, your verify code is {{code}}",
            "custom_country_codes": "HK,PH"
          }
        },
        "voice_config": {
          "template_type": 1,
          "template_default_config": { "contain_security": false, "contain_expire": false }
        }
      }
      """;
  private final FakeEngine engine = new FakeEngine();
  private HttpEdge edge;

  @BeforeEach void start() {
    var account = new Caller("acc_1", "Acme", List.of("sms"), Map.of());
    Callers callers = (_, name, secret) -> name.equals("jiguangdev") && secret.equals("dev_secret")
        ? new Identity.Known(account)
        : new Identity.Unknown();
    var dialect = new EngagelabDialect(callers, new CallRates(0, () -> Instant.EPOCH),
        new Templates(new MemoryStore<>()), engine, () -> Instant.EPOCH);
    edge = new HttpEdge(
        new HttpConfig("127.0.0.1", 0, 1 << 20, 100, Duration.ofSeconds(5), Duration.ofSeconds(5)), List.of(dialect),
        new SimpleMeterRegistry());
    engine.onSend(_ -> new SendReply.Accepted(1_725_407_449_772_531_712L, "sms", Instant.EPOCH));
  }

  @AfterEach void stop() {
    edge.close();
  }

  @Test void theDocumentedSendGetsTheDocumentedAnswer() {
    post("/v1/template-configs", TEMPLATE);
    assertAnswer(post("/v1/messages", MESSAGE), "200 OK",
        "{\"message_id\":\"1725407449772531712\",\"send_channel\":\"sms\"}");
  }

  @Test void theDocumentedParamVarsAreTaken() {
    post("/v1/template-configs", TEMPLATE);
    post("/v1/messages", """
        {"to":"+8618701235678","template":{"id":"test-template-1","param_vars":{"name":"Bob"}}}""");
    assertThat(engine.sends.getFirst().route().getFirst().text()).contains("Hi Bob, your verify code is \u0000");
  }

  @Test void theDocumentedSendWithoutItsTemplateIs4001() {
    assertAnswer(post("/v1/messages", MESSAGE), "400 Bad Request", "{\"code\":4001,\"message\":\"config not exist\"}");
  }

  @Test void theDocumentedSendTooEarlyIs3004() {
    post("/v1/template-configs", TEMPLATE);
    engine.onSend(_ -> new SendReply.Refused(Refusal.ACTIVE_CODE, Duration.ofSeconds(30)));
    assertThat(post("/v1/messages", MESSAGE)).startsWith("HTTP/1.1 400 ").contains("{\"code\":3004,\"message\":\"");
  }

  @Test void theDocumentedSendToAnEMailIs3003SinceNobodySendsItHere() {
    post("/v1/template-configs", TEMPLATE);
    assertThat(post("/v1/messages", MESSAGE.replace("+8618701235678", "support@engagelab.com")))
        .startsWith("HTTP/1.1 400 ").contains("{\"code\":3003,\"message\":\"");
  }

  @Test void theDocumentedSendWithAnotherSecretIs2001() {
    assertThat(exchange("POST", "/v1/messages", "Basic amlndWFuZ2RldjpvdGhlcg==", MESSAGE))
        .startsWith("HTTP/1.1 401 ").contains("{\"code\":2001,\"message\":\"").contains("WWW-Authenticate: Basic");
  }

  @Test void theDocumentedVerificationGetsTheDocumentedAnswer() {
    engine.onVerify(new VerifyReply.Judged(VerifyOutcome.VERIFIED, 4, Duration.ZERO));
    assertAnswer(post("/v1/verifications", "{\"message_id\":\"172540744977253\",\"verify_code\":\"667090\"}"), "200 OK",
        "{\"message_id\":\"172540744977253\",\"verify_code\":\"667090\",\"verified\":true}");
  }

  @Test void theDocumentedTemplateIsMadeListedShownAndDeleted() {
    assertAnswer(post("/v1/template-configs", TEMPLATE), "200 OK", "{\"code\":0,\"message\":\"success\"}");
    assertThat(exchange("GET", "/v1/template-configs", BASIC, ""))
        .contains("\r\n\r\n[{\"template_id\":\"test-template-1\"")
        .doesNotContain("custom_content");
    assertThat(exchange("GET", "/v1/template-configs/test-template-1", BASIC, ""))
        .contains("\"description\":\"测试模版1\"").contains("\"custom_country_codes\":\"HK,PH\"");
    assertAnswer(exchange("DELETE", "/v1/template-configs/test-template-1", BASIC, ""), "200 OK",
        "{\"code\":0,\"message\":\"success\"}");
    assertAnswer(exchange("GET", "/v1/template-configs/test-template-1", BASIC, ""), "400 Bad Request",
        "{\"code\":4001,\"message\":\"config not exist\"}");
  }

  @Test void theDocumentedTemplateForWhatsappIsRefusedSinceNobodySendsItHere() {
    assertThat(post("/v1/template-configs", TEMPLATE.replace("\"sms\"", "\"whatsapp|sms\"")))
        .startsWith("HTTP/1.1 400 ").contains("{\"code\":3003,\"message\":\"channel whatsapp is not available here\"}");
  }

  private String post(String path, String body) {
    return exchange("POST", path, BASIC, body);
  }

  private String exchange(String method, String path, String authorization, String body) {
    byte[] bytes = body.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    return RawHttp.exchange(edge.port(), method + " " + path + " HTTP/1.1\r\nHost: otp.api.engagelab.cc\r\n"
        + "Connection: close\r\nContent-Type: application/json\r\nAuthorization: " + authorization
        + "\r\nContent-Length: " + bytes.length + "\r\n\r\n"
        + new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1));
  }

  private static void assertAnswer(String answer, String status, String body) {
    assertThat(answer).startsWith("HTTP/1.1 " + status + "\r\n").contains("Content-Type: application/json")
        .endsWith("\r\n\r\n" + body);
  }
}
