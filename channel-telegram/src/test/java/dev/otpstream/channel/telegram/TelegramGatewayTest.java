package dev.otpstream.channel.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.channel.telegram.Said.Done;
import dev.otpstream.channel.telegram.Said.Puzzling;
import dev.otpstream.channel.telegram.Said.Refused;
import dev.otpstream.channel.telegram.Said.Unheard;
import dev.otpstream.channel.telegram.Said.Unreached;
import dev.otpstream.kit.channel.SendOutcome;
import dev.otpstream.kit.channel.SendOutcome.Accepted;
import dev.otpstream.kit.channel.SendOutcome.Rejected;
import dev.otpstream.kit.channel.SendOutcome.Throttled;
import dev.otpstream.kit.channel.SendOutcome.Unavailable;
import dev.otpstream.kit.channel.SendOutcome.Unclear;
import dev.otpstream.schemas.Reason;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the gateway's words mean to the worker. */
class TelegramGatewayTest {
  private static final SendOutcome ACCEPTED = new Accepted(List.of(), 1, "r1");

  @ParameterizedTest
  @CsvSource({"PHONE_NUMBER_INVALID,RECIPIENT_INVALID", "PHONE_NUMBER_NOT_FOUND,RECIPIENT_UNREACHABLE",
    "PHONE_NUMBER_NOT_AVAILABLE,RECIPIENT_UNREACHABLE", "PHONE_NUMBER_MISMATCH,OTHER", "CODE_INVALID,CONTENT_REFUSED",
    "TTL_INVALID,OTHER", "PAYLOAD_INVALID,OTHER", "CALLBACK_URL_INVALID,PROVIDER_CONFIGURATION",
    "SENDER_NOT_VERIFIED,PROVIDER_CONFIGURATION", "ACCESS_TOKEN_INVALID,PROVIDER_CONFIGURATION",
    "BALANCE_NOT_ENOUGH,PROVIDER_CONFIGURATION", "UNKNOWN_METHOD,PROVIDER_CONFIGURATION",
    "SOMETHING_NEW,OTHER"}) void aRefusalIsARejection(String error, Reason reason) {
    assertThat(outcome(new Refused(error))).isEqualTo(new Rejected(reason, error));
  }

  @Test void aFloodWaitIsAThrottle() {
    assertThat(outcome(new Refused("FLOOD_WAIT_17"))).isEqualTo(new Throttled(Duration.ofSeconds(17)));
    assertThat(outcome(new Refused("FLOOD_WAIT_99999999999999999999")))
        .isEqualTo(new Rejected(Reason.OTHER, "FLOOD_WAIT_99999999999999999999"));
  }

  @Test void whatTheGatewayTookIsAccepted() {
    assertThat(outcome(new Done("r1"))).isEqualTo(ACCEPTED);
    assertThat(outcome(new Refused("MESSAGE_ALREADY_SENT"))).isEqualTo(ACCEPTED);
  }

  @Test void onlyWhatNeverReachedTheGatewayIsSurelyNotSent() {
    assertThat(outcome(new Unreached("ConnectException"))).isInstanceOf(Unavailable.class);
    assertThat(outcome(new Unheard("too long"))).isInstanceOf(Unclear.class);
    assertThat(outcome(new Puzzling("HTTP 200 without JSON"))).isInstanceOf(Unclear.class);
  }

  @Test void aRepeatMaySettleAnUnansweredCall() {
    assertThat(repeat(new Done("r1"))).isEqualTo(ACCEPTED);
    assertThat(repeat(new Refused("MESSAGE_ALREADY_SENT"))).isEqualTo(ACCEPTED);
    assertThat(repeat(new Refused("PHONE_NUMBER_INVALID")))
        .isEqualTo(new Rejected(Reason.RECIPIENT_INVALID, "PHONE_NUMBER_INVALID"));
  }

  @Test void aRepeatThatSaysNothingOfTheFirstCallLeavesItUnclear() {
    for (Said said : List.of(new Refused("FLOOD_WAIT_5"), new Refused("REQUEST_ID_INVALID"), new Unreached("gone"),
        new Unheard("too long"), new Puzzling("HTTP 502 without JSON")))
      assertThat(repeat(said)).isInstanceOf(Unclear.class);
  }

  private static SendOutcome outcome(Said said) {
    return TelegramGateway.outcome(said, "r1", false);
  }

  private static SendOutcome repeat(Said said) {
    return TelegramGateway.outcome(said, "r1", true);
  }
}
