package dev.otpstream.channel.sms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.channel.sms.SubmitRules.Step;
import dev.otpstream.kit.channel.SendOutcome;
import dev.otpstream.kit.channel.SendOutcome.Rejected;
import dev.otpstream.kit.channel.SendOutcome.Throttled;
import dev.otpstream.kit.channel.SendOutcome.Unavailable;
import dev.otpstream.kit.channel.SendOutcome.Unclear;
import dev.otpstream.schemas.Reason;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubmitRulesTest {
  @ParameterizedTest
  @CsvSource({"0x01,CONTENT_REFUSED", "0x0A,SENDER_REFUSED", "0x0B,RECIPIENT_INVALID",
    "0x15,PROVIDER_CONFIGURATION", "0x43,PROVIDER_CONFIGURATION", "0x48,SENDER_REFUSED", "0x49,SENDER_REFUSED",
    "0x50,PROVIDER_CONFIGURATION", "0x51,PROVIDER_CONFIGURATION", "0x61,PROVIDER_CONFIGURATION",
    "0x62,PROVIDER_CONFIGURATION", "0x65,OTHER", "0x66,OTHER", "0xC0,PROVIDER_CONFIGURATION",
    "0xC1,PROVIDER_CONFIGURATION", "0xC2,PROVIDER_CONFIGURATION", "0xC3,PROVIDER_CONFIGURATION",
    "0xC4,PROVIDER_CONFIGURATION", "0x100,PROVIDER_CONFIGURATION", "0x101,PROVIDER_CONFIGURATION",
    "0x102,PROVIDER_CONFIGURATION", "0x103,PROVIDER_CONFIGURATION", "0x104,PROVIDER_CONFIGURATION", "0x400,OTHER",
    "0x4FF,OTHER", "0x33,OTHER"}) void aLastingRefusalRejects(String status, Reason reason) {
    assertThat(outcome(refused(status), 1, false)).isEqualTo(new Rejected(reason, status));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0x02", "0x03", "0x04", "0x08", "0x64"}) void aPassingRefusalIsUnavailable(String status) {
    assertThat(outcome(refused(status), 1, false)).isInstanceOf(Unavailable.class);
  }

  @ParameterizedTest
  @CsvSource({"0x58,1", "0x14,3"}) void aFullCentreThrottles(String status, int seconds) {
    assertThat(outcome(refused(status), 1, false)).isEqualTo(new Throttled(Duration.ofSeconds(seconds)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0x45", "0xFE", "0xFF"}) void someAreTriedOnceMore(String status) {
    assertThat(SubmitRules.next(refused(status), 1, false)).isInstanceOf(Step.Again.class);
    assertThat(outcome(refused(status), 2, false)).isEqualTo(new Rejected(Reason.OTHER, status));
  }

  @Test void whatDidNotLeaveIsUnavailableAndWhatGotNoAnswerUnclear() {
    assertThat(outcome(new Submitted.NotSent("x"), 1, false)).isEqualTo(new Unavailable("x"));
    assertThat(outcome(new Submitted.Unknown("x"), 1, false)).isEqualTo(new Unclear("x"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0x58", "0x14", "0x08", "0x64"}) void onceTornWhatPassesIsWaitedForAFewTimes(String status) {
    assertThat(SubmitRules.next(refused(status), SubmitRules.LATER_PART_TRIES_MAX - 1, true))
        .isInstanceOf(Step.Again.class);
    assertThat(outcome(refused(status), SubmitRules.LATER_PART_TRIES_MAX, true)).isInstanceOf(Unclear.class);
  }

  @Test void onceTornNothingIsSurelyNotSent() {
    for (int status = 1; status <= 0x4FF; status++)
      assertThat(outcome(new Submitted.Refused(status), SubmitRules.LATER_PART_TRIES_MAX, true))
          .as(CommandStatus.text(status)).isInstanceOf(Unclear.class);
    assertThat(outcome(new Submitted.NotSent("x"), 1, true)).isInstanceOf(Unclear.class);
    assertThat(SubmitRules.next(new Submitted.Taken("7"), 1, true)).isEqualTo(new Step.GoOn("7"));
  }

  private static Submitted refused(String status) {
    return new Submitted.Refused(Integer.decode(status));
  }

  private static SendOutcome outcome(Submitted submitted, int tries, boolean torn) {
    return ((Step.End) SubmitRules.next(submitted, tries, torn)).outcome();
  }
}
