package dev.otpstream.channel.telegram;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.channel.telegram.Said.Done;
import dev.otpstream.channel.telegram.Said.Puzzling;
import dev.otpstream.channel.telegram.Said.Refused;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SaidTest {
  @Test void aRequestStatusMeansDone() {
    assertThat(read("""
        {"ok":true,"result":{"request_id":"r1","phone_number":"+380971234567","request_cost":0.01,
         "remaining_balance":9.5,"delivery_status":{"status":"sent","updated_at":1700000000}}}"""))
        .isEqualTo(new Done("r1"));
  }

  @Test void aBareTrueMeansHeeded() {
    assertThat(read("{\"ok\":true,\"result\":true}")).isEqualTo(new Said.Heeded());
  }

  @Test void anErrorMeansRefusedWhateverTheStatus() {
    for (int status : new int[]{200, 400, 401, 503})
      assertThat(Said.read(status, "{\"ok\":false,\"error\":\"ACCESS_TOKEN_INVALID\"}".getBytes(UTF_8)))
          .isEqualTo(new Refused("ACCESS_TOKEN_INVALID"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<html>Bad gateway</html>", "{", "null", "[]", "{}", "{\"ok\":true}",
    "{\"ok\":true,\"result\":false}", "{\"ok\":\"true\",\"result\":{\"request_id\":\"r1\"}}", "{\"ok\":false}",
    "{\"ok\":false,\"error\":\"the number +380971234567 is bad\"}"}) void anythingElseIsPuzzlingAndNotQuoted(
        String body) {
    assertThat(read(body)).isInstanceOfSatisfying(Puzzling.class,
        puzzling -> assertThat(puzzling.detail()).startsWith("HTTP 200").doesNotContain("38097"));
  }

  private static Said read(String body) {
    return Said.read(200, body.getBytes(UTF_8));
  }
}
