package dev.otpstream.channel.telegram;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.kit.channel.Receipt;
import dev.otpstream.kit.channel.Receipt.State;
import dev.otpstream.kit.channel.Receipt.Subject.Ours;
import dev.otpstream.schemas.Reason;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReportReaderTest {
  @ParameterizedTest
  @CsvSource({"delivered,DELIVERED,", "read,READ,", "expired,UNDELIVERED,EXPIRED",
    "revoked,UNDELIVERED,MESSAGE_ENDED"}) void aReportIsAReceiptOfOurDispatch(String status, State state,
        Reason reason) {
    assertThat(read("""
        {"request_id":"r1","phone_number":"+380971234567","request_cost":0.01,"payload":"1025:2","new_field":[1],
         "delivery_status":{"status":"%s","updated_at":1700000000}}""".formatted(status)))
        .contains(new Receipt(new Ours(1025, 2), state, Optional.ofNullable(reason), status, TelegramSetting.NOW));
  }

  @ParameterizedTest
  @ValueSource(strings = {"sent", "flying", ""}) void aWordThatSaysNothingNewIsNone(String status) {
    assertThat(read("{\"payload\":\"1025:2\",\"delivery_status\":{\"status\":\"" + status + "\"}}")).isEmpty();
  }

  @Test void aReportAboutACodeIsNone() {
    assertThat(read("{\"payload\":\"1025:2\",\"verification_status\":{\"status\":\"code_valid\"}}")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1025", "1025:", ":1", "1025:0", "x:1", "99999999999999999:1", "1025:2:3",
    "-1:1"}) void aReportAboutSomebodyElsesMessageIsNone(String payload) {
    assertThat(read("{\"payload\":\"" + payload + "\",\"delivery_status\":{\"status\":\"read\"}}")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "null", "7"}) void whatIsNoReportIsNone(String body) {
    assertThat(read(body)).isEmpty();
  }

  private static Optional<Receipt> read(String body) {
    return ReportReader.read(body.getBytes(UTF_8), TelegramSetting.NOW);
  }
}
