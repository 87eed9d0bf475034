package dev.otpstream.ingress.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.ingress.engine.SendOrder.Step;
import dev.otpstream.ingress.front.Fields;
import dev.otpstream.ingress.json.JsonReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerifyTimeoutsTest {
  private static final List<Step> ROUTE = List.of(step("telegram"), step("max"), step("sms"));

  @Test void theMostSpecificWordWinsForEachChannel() {
    var account = VerifyTimeouts.of(Map.of("verify_timeout.telegram", "40", "verify_timeout.max", "50"));
    var template = VerifyTimeouts.of(Map.of("verify_timeout.telegram", "30"));
    var request = read("{\"verify_timeouts\":{\"telegram\":0}}");

    assertThat(request.or(template).or(account).on(ROUTE)).extracting(Step::verifyTimeout)
        .containsExactly(Optional.of(Duration.ZERO), Optional.of(Duration.ofSeconds(50)), Optional.empty());
    assertThat(template.or(account).on(ROUTE).getFirst().verifyTimeout()).contains(Duration.ofSeconds(30));
  }

  @Test void whereNothingIsSaidTheInstallationDecides() {
    assertThat(read("{}").or(VerifyTimeouts.of(Map.of("zapnoty.compat", "seed"))).on(ROUTE)).isEqualTo(ROUTE);
  }

  @Test void aTemplateKeepsWhatWasSaid() {
    var said = read("{\"verify_timeouts\":{\"telegram\":5,\"sms\":1800}}");
    assertThat(VerifyTimeouts.of(said.settings())).isEqualTo(said);
    assertThat(said.field()).hasValueSatisfying(
        field -> assertThat(read("{\"verify_timeouts\":" + field.text() + "}")).isEqualTo(said));
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "[]", "{\"telegram\":4}", "{\"telegram\":-1}", "{\"sms\":1801}", "{\"sms\":\"20\"}",
    "{\"email\":20}"}) void whatIsNoneIsAProblem(String said) {
    var fields = fields("{\"verify_timeouts\":" + said + "}");
    VerifyTimeouts.read(fields);
    assertThat(fields.problem()).hasValueSatisfying(problem -> assertThat(problem).startsWith("verify_timeouts"));
  }

  @Test void settingsAreSecondsWithinTheSameBounds() {
    assertThat(List.of("0", "5", "1800")).allMatch(VerifyTimeouts::isSetting);
    assertThat(List.of("", "4", "05", "1801", "-5", "20s", "99999")).noneMatch(VerifyTimeouts::isSetting);
  }

  private static VerifyTimeouts read(String json) {
    var fields = fields(json);
    var read = VerifyTimeouts.read(fields);
    assertThat(fields.problem()).isEmpty();
    return read;
  }

  private static Fields fields(String json) {
    return Fields.of(JsonReader.readObject(json.getBytes(StandardCharsets.UTF_8)).orElseThrow());
  }

  private static Step step(String channel) {
    return new Step(channel, Optional.empty(), Optional.empty());
  }
}
