package dev.otpstream.channel.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.otpstream.kit.channel.OpenDispatch;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OrderTest {
  private static final Optional<String> NONE = Optional.empty();

  @Test void theSecondStepCarriesAllTheGatewayNeeds() {
    var body = order(Duration.ofMinutes(5)).sendVerificationMessage(Optional.of("r1"), Optional.of("shop"),
        Optional.of(URI.create("https://otp.example/telegram/reports")), TelegramSetting.NOW);
    assertThat(body).hasToString("{\"phone_number\":\"+380971234567\",\"code\":\"4711\",\"payload\":\"1025:2\","
        + "\"request_id\":\"r1\",\"sender_username\":\"shop\","
        + "\"callback_url\":\"https://otp.example/telegram/reports\",\"ttl\":300}");
  }

  @Test void theFirstStepNamesTheNumberOnly() {
    assertThat(order(Duration.ofMinutes(5)).checkSendAbility())
        .hasToString("{\"phone_number\":\"+380971234567\"}");
  }

  @ParameterizedTest
  @CsvSource({"1,30", "30,30", "31,31", "3600,3600"}) void theTimeToLiveIsWhatTheCodeHasLeft(int lifeS, int ttl) {
    assertThat(send(Duration.ofSeconds(lifeS)).path("ttl").asInt()).isEqualTo(ttl);
  }

  @Test void aLongLifeIsLeftToTheProvider() {
    assertThat(send(Duration.ofSeconds(3601)).has("ttl")).isFalse();
  }

  @Test void whatIsNotSetIsLeftOut() {
    var body = send(Duration.ofMinutes(5));
    assertThat(body.has("request_id")).isFalse();
    assertThat(body.has("sender_username")).isFalse();
    assertThat(body.has("callback_url")).isFalse();
  }

  @Test void ourCodeGoesFirst() {
    assertThat(Order.code(dispatch(Optional.of("4711"), Optional.of("Your code: 4711")))).contains("4711");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1234", "12345678"}) void aTextThatIsACodeIsDeliveredAsOne(String text) {
    assertThat(Order.code(dispatch(NONE, Optional.of(text)))).contains(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"123", "123456789", "Your code: 4711", " 4711", "４７１１", ""}) void anyOtherTextIsNot(
      String text) {
    assertThat(Order.code(dispatch(NONE, Optional.of(text)))).isEmpty();
  }

  @Test void aCodeOfLettersCannotGoThisWay() {
    assertThat(Order.code(dispatch(Optional.of("AB12CD"), Optional.of("4711")))).isEmpty();
  }

  @Test void aNumberIsSentInE164() {
    assertThat(Order.phone(to("380971234567"))).contains("+380971234567");
    assertThat(Order.phone(to("+380971234567"))).contains("+380971234567");
    assertThat(Order.phone(to("user@example.com"))).isEmpty();
    assertThat(Order.phone(to("+0123456789"))).isEmpty();
  }

  @Test void itPrintsNeitherNumberNorCode() {
    assertThat(order(Duration.ofMinutes(5))).hasToString("Order[1025:2]");
  }

  private static JsonNode send(Duration life) {
    return order(life).sendVerificationMessage(NONE, NONE, Optional.empty(), TelegramSetting.NOW);
  }

  private static Order order(Duration life) {
    return new Order("+380971234567", "4711", "1025:2", TelegramSetting.NOW.plus(life));
  }

  private static OpenDispatch dispatch(Optional<String> code, Optional<String> text) {
    return TelegramSetting.dispatch("+380971234567", code, text, Duration.ofMinutes(5));
  }

  private static OpenDispatch to(String recipient) {
    return TelegramSetting.dispatch(recipient, NONE, NONE, Duration.ofMinutes(5));
  }
}
