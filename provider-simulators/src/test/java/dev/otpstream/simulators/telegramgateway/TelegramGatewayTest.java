package dev.otpstream.simulators.telegramgateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.otpstream.simulators.Simulators;
import dev.otpstream.simulators.SimulatorsConfig;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The documented answers of the Gateway API. */
class TelegramGatewayTest {
  private static final String PHONE = "+380971234567";
  private static Simulators simulators;
  private static GatewayClient client;

  @BeforeAll static void start() {
    simulators = Simulators.start(SimulatorsConfig.defaults());
    client = new GatewayClient(simulators.telegramGatewayUrl(), simulators.telegramGatewayToken());
  }

  @AfterAll static void stop() {
    client.close();
    simulators.close();
  }

  @Test void aSentCodeReachesThePhone() throws Exception {
    JsonNode answer = client.call("sendVerificationMessage",
        Map.of("phone_number", "+380500000001", "code", "4711", "payload", "m-1", "ttl", 60, "sender_username",
            "shop"));

    assertThat(answer.path("ok").asBoolean()).isTrue();
    JsonNode result = answer.path("result");
    assertThat(result.path("request_id").asText()).isNotEmpty();
    assertThat(result.path("phone_number").asText()).isEqualTo("+380500000001");
    assertThat(result.path("request_cost").isNumber()).isTrue();
    assertThat(result.path("remaining_balance").isNumber()).isTrue();
    assertThat(result.at("/delivery_status/status").asText()).isEqualTo("sent");
    assertThat(result.path("payload").asText()).isEqualTo("m-1");
    assertThat(simulators.messagesOf("380500000001")).singleElement().satisfies(message -> {
      assertThat(message.code()).isEqualTo("4711");
      assertThat(message.sender()).isEqualTo("shop");
      assertThat(message.messageId()).isEqualTo(result.path("request_id").asText());
    });
  }

  @Test void theGatewayMakesACodeOfTheLengthAsked() throws Exception {
    client.call("sendVerificationMessage", Map.of("phone_number", "+380500000002", "code_length", 7));

    assertThat(simulators.messagesOf("+380500000002")).singleElement()
        .satisfies(message -> assertThat(message.code()).matches("[0-9]{7}"));
  }

  @Test void aCheckIsChargedAndItsSendIsFreeAndSingle() throws Exception {
    JsonNode checked = client.call("checkSendAbility", Map.of("phone_number", "+380500000003")).path("result");
    var send = Map.of("phone_number", "+380500000003", "code", "4711", "request_id",
        checked.path("request_id").asText());

    JsonNode first = client.call("sendVerificationMessage", send);
    JsonNode second = client.call("sendVerificationMessage", send);

    assertThat(checked.has("remaining_balance")).isTrue();
    assertThat(checked.has("delivery_status")).isFalse();
    assertThat(first.at("/result/request_id")).isEqualTo(checked.path("request_id"));
    assertThat(first.path("result").has("remaining_balance")).isFalse();
    assertThat(error(second)).isEqualTo("MESSAGE_ALREADY_SENT");
    assertThat(simulators.messagesOf("+380500000003")).hasSize(1);
  }

  @Test void aRequestIdBelongsToOneNumber() throws Exception {
    String requestId = client.call("checkSendAbility", Map.of("phone_number", PHONE)).at("/result/request_id").asText();

    JsonNode answer = client.call("sendVerificationMessage",
        Map.of("phone_number", "+380971234568", "code", "4711", "request_id", requestId));

    assertThat(error(answer)).isEqualTo("PHONE_NUMBER_MISMATCH");
  }

  static Stream<Arguments> faults() {
    return Stream.of(fault("PHONE_NUMBER_INVALID", "phone_number", "12ab"),
        fault("PHONE_NUMBER_INVALID", "phone_number", ""),
        fault("REQUEST_ID_INVALID", "request_id", "nobody"),
        fault("CODE_INVALID", "code", "123"),
        fault("CODE_INVALID", "code", "123456789"),
        fault("CODE_INVALID", "code", "12a4"),
        fault("CODE_LENGTH_REQUIRED", "code", null),
        fault("TTL_INVALID", "ttl", 29),
        fault("TTL_INVALID", "ttl", 3601),
        fault("TTL_INVALID", "ttl", "soon"),
        fault("PAYLOAD_INVALID", "payload", "я".repeat(65)),
        fault("CALLBACK_URL_INVALID", "callback_url", "ftp://example.org/"),
        fault("CALLBACK_URL_INVALID", "callback_url", "not a url"),
        fault("CALLBACK_URL_INVALID", "callback_url", "https://example.org/" + "x".repeat(240)),
        fault("SENDER_USERNAME_INVALID", "sender_username", "a b"));
  }

  @ParameterizedTest
  @MethodSource("faults") void faultyParametersAreNamed(String word, String name, Object value)
      throws Exception {
    var parameters = new HashMap<String, Object>(Map.of("phone_number", PHONE, "code", "4711"));
    parameters.put(name, value);

    JsonNode answer = client.call("sendVerificationMessage", parameters);

    assertThat(answer.path("ok").asBoolean(true)).isFalse();
    assertThat(error(answer)).isEqualTo(word);
  }

  @Test void limitsThemselvesAreTaken() throws Exception {
    JsonNode answer = client.call("sendVerificationMessage", Map.of("phone_number", PHONE, "code", "12345678", "ttl",
        3600, "payload", "x".repeat(128), "callback_url", "https://127.0.0.1:1/" + "x".repeat(236)));

    assertThat(answer.path("ok").asBoolean()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"3", "9", "six"}) void aCodeLengthIsFourToEight(String length)
      throws Exception {
    assertThat(error(client.call("sendVerificationMessage", Map.of("phone_number", PHONE, "code_length", length))))
        .isEqualTo("CODE_LENGTH_INVALID");
  }

  @Test void theTokenIsChecked() throws Exception {
    var body = HttpRequest.BodyPublishers.ofString("phone_number=%2B380971234567");
    var none = client.request("checkSendAbility").header("Content-Type", "application/x-www-form-urlencoded");
    var wrong = client.request("checkSendAbility?access_token=wrong&phone_number=380971234567");

    assertThat(error(client.send(none.POST(body)).body())).isEqualTo("ACCESS_TOKEN_REQUIRED");
    assertThat(error(client.send(wrong.GET()).body())).isEqualTo("ACCESS_TOKEN_INVALID");
  }

  @Test void parametersComeAsQueryOrFormAndTheTokenAsParameter() throws Exception {
    String token = simulators.telegramGatewayToken();
    var get = client.request("CHECKsendABILITY?phone_number=%2B380971234567&access_token=" + token).GET();
    var form = client.request("checksendability")
        .header("Content-Type", "application/x-www-form-urlencoded")
        .POST(HttpRequest.BodyPublishers.ofString("phone_number=%2B380971234567&access_token=" + token));

    assertThat(json(client.send(get).body()).path("ok").asBoolean()).isTrue();
    assertThat(json(client.send(form).body()).path("ok").asBoolean()).isTrue();
  }

  @Test void anUnknownMethodOrUnreadableBodyIsToldInJson() throws Exception {
    var unreadable = client.request("checkSendAbility")
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString("{"));

    assertThat(error(client.call("sendPizza", Map.of()))).isEqualTo("UNKNOWN_METHOD");
    assertThat(error(client.call("a/b", Map.of()))).isEqualTo("UNKNOWN_METHOD");
    assertThat(error(client.send(unreadable).body())).isEqualTo("BAD_REQUEST");
  }

  @Test void theVerificationStatusFollowsWhatTheUserEntered() throws Exception {
    String id = sent("+380500000004", "4711");

    assertThat(verification(id, "0000")).isEqualTo("code_invalid");
    assertThat(verification(id, "4711")).isEqualTo("code_valid");
    for (int wrong = 2; wrong < GatewayRequest.WRONG_GUESSES_MAX; wrong++) {
      assertThat(verification(id, "0000")).isEqualTo("code_invalid");
    }
    assertThat(verification(id, "0000")).isEqualTo("code_max_attempts_exceeded");
    assertThat(verification(id, "4711")).isEqualTo("code_max_attempts_exceeded");
  }

  @Test void aStatusNeedsAKnownRequestId() throws Exception {
    assertThat(error(client.call("checkVerificationStatus", Map.of()))).isEqualTo("REQUEST_ID_REQUIRED");
    assertThat(error(client.call("checkVerificationStatus", Map.of("request_id", "1"))))
        .isEqualTo("REQUEST_ID_INVALID");
    assertThat(error(client.call("revokeVerificationMessage", Map.of()))).isEqualTo("REQUEST_ID_REQUIRED");
  }

  private static Arguments fault(String word, String name, Object value) {
    return Arguments.of(word, name, value);
  }

  private static String sent(String phone, String code) throws IOException, InterruptedException {
    return client.call("sendVerificationMessage", Map.of("phone_number", phone, "code", code)).at("/result/request_id")
        .asText();
  }

  private static String verification(String requestId, String code) throws IOException, InterruptedException {
    return client.call("checkVerificationStatus", Map.of("request_id", requestId, "code", code))
        .at("/result/verification_status/status").asText();
  }

  private static JsonNode json(String body) throws IOException {
    return GatewayClient.JSON.readTree(body);
  }

  private static String error(String body) throws IOException {
    return error(json(body));
  }

  private static String error(JsonNode answer) {
    return answer.path("error").asText();
  }
}
