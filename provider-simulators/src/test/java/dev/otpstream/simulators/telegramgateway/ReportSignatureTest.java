package dev.otpstream.simulators.telegramgateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ReportSignatureTest {
  @Test void signsAsTheTestVectorOfTheProtocolSays() {
    String body = """
        {"request_id":"r1","phone_number":"+380971234567","request_cost":0.01,\
        "delivery_status":{"status":"delivered","updated_at":1700000000}}""";

    String signature = new ReportSignature("test-token").of(1_700_000_000, body.getBytes(StandardCharsets.UTF_8));

    assertThat(signature).isEqualTo("c99e306e610262df18b4a3e3e9cf718046b1f36a44f419d2294e47d46efe9b80");
  }
}
