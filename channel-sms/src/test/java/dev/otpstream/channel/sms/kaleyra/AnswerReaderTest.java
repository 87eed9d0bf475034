package dev.otpstream.channel.sms.kaleyra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.kit.channel.SendOutcome;
import dev.otpstream.kit.channel.SendOutcome.Accepted;
import dev.otpstream.kit.channel.SendOutcome.Rejected;
import dev.otpstream.kit.channel.SendOutcome.Throttled;
import dev.otpstream.kit.channel.SendOutcome.Unavailable;
import dev.otpstream.kit.channel.SendOutcome.Unclear;
import dev.otpstream.schemas.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers written by hand from the documentation. */
class AnswerReaderTest {
  private static final String SUCCESS = """
      {"id":"ee8a0000-9b71-4000-8000-00000000030d","sender":"KLRHXA","type":"OTP","body":"Hello! Your OTP is 1234.",
       "createdDateTime":"2019-11-04 10:42:23+00:00","totalCount":1,
       "data":[{"message_id":"ee8a0000-9b71-4000-8000-00000000030d:1","recipient":"15550001122"}],"dlrurl":null,"error":{}}""";
  private static final String ID = "ee8a0000-9b71-4000-8000-00000000030d:1";
  private static final Duration USUAL = Duration.ofSeconds(2);

  @Test void aMessageIdIsASuccess() {
    assertThat(read(200, SUCCESS)).isEqualTo(new Accepted(List.of(ID), 3));
    assertThat(read(202, SUCCESS.replace("{\"id\"", "{\"code\":\"E100\",\"id\""))).isInstanceOf(Accepted.class);
  }

  @Test void theDocumentedRefusalIsOne() {
    String refusal = """
        {"code":"E404","message":"If Type is OTP then only one mobile number is allowed.",
         "error":{"time":"If Type is OTP then only one mobile number is allowed."}}""";
    assertThat(read(200, refusal)).isEqualTo(new Rejected(Reason.OTHER, "E404"));
    assertThat(read(400, refusal)).isEqualTo(new Rejected(Reason.OTHER, "E404"));
  }

  @ParameterizedTest
  @CsvSource({"E406,RECIPIENT_INVALID", "E600,RECIPIENT_INVALID", "E401,CONTENT_REFUSED", "E402,OTHER", "E405,OTHER",
    "E413,OTHER", "E601,CONTENT_REFUSED", "E602,SENDER_REFUSED", "E619,SENDER_REFUSED", "E622,SENDER_REFUSED",
    "E611,PROVIDER_CONFIGURATION", "E625,PROVIDER_CONFIGURATION", "E999,OTHER",
    "UNKNOWN_WORD,OTHER"}) void codesAreRefusals(
        String code, Reason reason) {
    assertThat(read(400, "{\"code\":\"" + code + "\"}")).isEqualTo(new Rejected(reason, code));
  }

  @ParameterizedTest
  @ValueSource(strings = {"E102", "E103", "E403"}) void someCodesPass(String code) {
    assertThat(read(500, "{\"code\":\"" + code + "\"}")).isInstanceOf(Unavailable.class);
  }

  @Test void wrongKeysAndWrongAddressesAreAMatterOfSettings() {
    assertThat(read(401, "")).isEqualTo(new Rejected(Reason.PROVIDER_CONFIGURATION, "HTTP 401"));
    assertThat(read(403, SUCCESS)).isEqualTo(new Rejected(Reason.PROVIDER_CONFIGURATION, "HTTP 403"));
    assertThat(read(404, "<html>")).isEqualTo(new Rejected(Reason.PROVIDER_CONFIGURATION, "HTTP 404"));
  }

  @Test void aThrottleIsHeeded() {
    assertThat(read(429, "{}")).isEqualTo(new Throttled(USUAL));
    var named = Said.Answered.of(429, Optional.of(Duration.ofSeconds(7)), new byte[0]);
    assertThat(AnswerReader.read(named, 1, USUAL)).isEqualTo(new Throttled(Duration.ofSeconds(7)));
  }

  @Test void aServerThatCannotServeTookNothing() {
    assertThat(read(503, "busy")).isInstanceOf(Unavailable.class);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"200|''", "200|<html>", "200|[]", "200|{\"data\":[]}", "200|{\"data\":[{}]}",
    "200|{\"code\":404}", "302|''", "500|oops", "502|''", "504|{}"}) void whatSaysNothingIsUnclear(int status,
        String body) {
    assertThat(read(status, body)).isInstanceOf(Unclear.class);
  }

  @Test void whatContradictsItselfIsUnclear() {
    assertThat(read(200, SUCCESS.replace("{\"id\"", "{\"code\":\"E413\",\"id\""))).isInstanceOf(Unclear.class);
    assertThat(read(500, SUCCESS)).isInstanceOf(Unclear.class);
  }

  @Test void anIdThatNobodyCouldKeepIsUnclear() {
    assertThat(read(200, SUCCESS.replace(ID, "x".repeat(101)))).isInstanceOf(Unclear.class);
    assertThat(read(200, SUCCESS.replace(ID, "a b"))).isInstanceOf(Unclear.class);
  }

  private static SendOutcome read(int status, String body) {
    return AnswerReader.read(Said.Answered.of(status, Optional.empty(), body.getBytes(StandardCharsets.UTF_8)), 3,
        USUAL);
  }
}
