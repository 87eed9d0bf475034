package dev.otpstream.ingress.hostile;

import com.fasterxml.jackson.databind.JsonNode;
import dev.otpstream.ingress.EngineOnKafka;
import dev.otpstream.ingress.HttpCaller;
import dev.otpstream.ingress.Ingress;
import dev.otpstream.ingress.RawHttp;
import dev.otpstream.ingress.TestPlatform;
import dev.otpstream.schemas.Cancel;
import dev.otpstream.schemas.CancelAnswer;
import dev.otpstream.schemas.ConsentAnswer;
import dev.otpstream.schemas.ConsentState;
import dev.otpstream.schemas.EraseSubscriber;
import dev.otpstream.schemas.ErasureAnswer;
import dev.otpstream.schemas.MessageState;
import dev.otpstream.schemas.OtpCommand;
import dev.otpstream.schemas.QueryConsent;
import dev.otpstream.schemas.RequestConsent;
import dev.otpstream.schemas.Send;
import dev.otpstream.schemas.SendAccepted;
import dev.otpstream.schemas.UnknownMessage;
import dev.otpstream.schemas.Verify;
import dev.otpstream.schemas.VerifyAnswer;
import dev.otpstream.schemas.VerifyOutcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;

/** A real ingress with an account, on a real broker; the engine accepts every send and finds every guess wrong. */
final class Target implements AutoCloseable {
  static final Duration IDLE_TIMEOUT = Duration.ofSeconds(3);
  static final int BODIES_BYTES_MAX = 8 << 20;
  private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
  private final TestPlatform tested;
  private final EngineOnKafka engine;
  private final Ingress ingress;
  private final Map<String, String> values;

  Target(Path folder) {
    tested = new TestPlatform(folder);
    ingress = tested.start(Map.of("OTP_HTTP_IDLE_TIMEOUT", IDLE_TIMEOUT.toMillis() + "ms", "OTP_HTTP_BODIES_MAX",
        Integer.toString(BODIES_BYTES_MAX), "OTP_REPLY_TIMEOUT", "20s"));
    engine = new EngineOnKafka(tested.platform(), TestPlatform.PARTITIONS).answers(Target::answer);
    try (var http = new HttpCaller(ingress.port())) {
      JsonNode account = HttpCaller.json(http.post("/admin/v1/accounts", TestPlatform.ADMIN_TOKEN,
          "{\"name\":\"Acme Ltd\",\"brand\":{\"name\":\"Acme\"},\"route\":[\"telegram\",\"sms\"]}"));
      String basic = account.at("/engagelab/dev_key").asText() + ":" + account.at("/engagelab/dev_secret").asText();
      values = Map.of("ADMIN", TestPlatform.ADMIN_TOKEN, "ZAPNOTY", account.at("/zapnoty/api_key").asText(),
          "ALPHASMS", account.at("/alphasms/auth").asText(), "SID", account.at("/kaleyra/sid").asText(), "KALEYRA",
          account.at("/kaleyra/api_key").asText(), "BASIC",
          Base64.getEncoder().encodeToString(basic.getBytes(StandardCharsets.UTF_8)));
    }
  }

  private static SpecificRecord answer(OtpCommand command) {
    return switch (command.getBody()) {
      case Send _ -> new SendAccepted(1024L, "telegram", NOON.plusSeconds(300), NOON.plusSeconds(60), false);
      case Verify _ -> new VerifyAnswer(VerifyOutcome.WRONG_CODE, 1024L, 4, 0L);
      case Cancel _ -> new CancelAnswer(false, null, MessageState.CANCELLED);
      case RequestConsent request -> new ConsentAnswer(request.getRequestId(), ConsentState.PENDING, null, null, NOON);
      case QueryConsent query -> new ConsentAnswer(query.getRequestId(), ConsentState.UNKNOWN, null, null, NOON);
      case EraseSubscriber erase -> new ErasureAnswer(erase.getSubscriberId(), false);
      default -> new UnknownMessage();
    };
  }

  int port() {
    return ingress.port();
  }

  String zapnotyKey() {
    return values.get("ZAPNOTY");
  }

  /** What lines of a corpus call by name. */
  Map<String, String> values() {
    return values;
  }

  /** The bytes that a line of a corpus stands for. */
  byte[] bytes(String written) {
    return Written.bytes(written, values);
  }

  double gauge(String name) {
    return meters().get(name).gauge().value();
  }

  /** How many answers blamed the server. */
  double serverErrors() {
    return meters().find("otp.http.requests").counters().stream()
        .filter(counter -> counter.getId().getTag("status").startsWith("5")).mapToDouble(Counter::count).sum();
  }

  private MeterRegistry meters() {
    return tested.metersOf(ingress);
  }

  /** Says something, and listens until the ingress ends the connection. */
  Said exchange(byte[] request) {
    return Said.of(RawHttp.exchangeAndEnd(port(), request));
  }

  @Override public void close() {
    ingress.close();
    engine.close();
    tested.close();
  }
}
