package dev.otpstream.channel.sms.kaleyra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.kit.channel.Receipt;
import dev.otpstream.kit.channel.Receipt.State;
import dev.otpstream.kit.channel.Receipt.Subject.Theirs;
import dev.otpstream.schemas.Reason;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StandingTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final String ID = "ee8a:1";

  @ParameterizedTest
  @ValueSource(strings = {"DELIVERED", "Delivered", "DELIVRD"}) void deliveredIsDelivered(String status) {
    assertThat(Standing.of(ID, status, "", NOW)).isEqualTo(new Standing.Final(ID,
        new Receipt(new Theirs(ID), State.DELIVERED, Optional.empty(), "DELIVERED", NOW)));
  }

  @ParameterizedTest
  @CsvSource({"NOT-SENT,KLR-INV-NUMBER,RECIPIENT_INVALID,KLR-INV-NUMBER",
    "NotSent,BLACKLIST,RECIPIENT_BLOCKED,BLACKLIST",
    "NOT_SENT,NOT-ALLOWED,NO_ROUTE,NOT-ALLOWED", "NOT-SENT,NO-CREDITS,PROVIDER_CONFIGURATION,NO-CREDITS",
    "NOT-SENT,SENDER-ID-NOT-FOUND,SENDER_REFUSED,SENDER-ID-NOT-FOUND", "NOT-SENT,SPAM,CONTENT_REFUSED,SPAM",
    "UnDelivered,absent-sub,RECIPIENT_UNREACHABLE,ABSENT-SUB", "UNDELIVERED,EXPIRED,EXPIRED,EXPIRED",
    "UNDELIVERED,'',OTHER,UNDELIVERED", "Failed,SOME-NEW-TRACE,OTHER,SOME-NEW-TRACE",
    "UNDELIVERED,<script>,OTHER,UNDELIVERED"}) void failuresComeWithTheirReason(String status, String trace,
        Reason reason,
        String code) {
    assertThat(Standing.of(ID, status, trace, NOW)).isEqualTo(new Standing.Final(ID,
        new Receipt(new Theirs(ID), State.UNDELIVERED, Optional.of(reason), code, NOW)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"SENT", "Submitted", "EN-ROUTE"}) void aWordOnTheWayChangesNothing(String status) {
    assertThat(Standing.of(ID, status, "SENT", NOW)).isEqualTo(new Standing.Progress());
  }

  @Test void withoutAReceiptNobodyWillKnow() {
    assertThat(Standing.of(ID, "SENT - NO DLR", "", NOW)).isEqualTo(new Standing.Unknowable(ID));
  }

  @Test void whatNamesNoMessageOrNoStateIsUnreadable() {
    assertThat(Standing.of("", "DELIVERED", "", NOW)).isEqualTo(new Standing.Unreadable());
    assertThat(Standing.of("a b", "DELIVERED", "", NOW)).isEqualTo(new Standing.Unreadable());
    assertThat(Standing.of(ID, "SOMEHOW", "", NOW)).isEqualTo(new Standing.Unreadable());
  }

  @Test void theIdGoesByThreeNames() {
    for (String name : new String[]{"id", "message_id", "kid"})
      assertThat(CallbackReader.read(Map.of(name, ID, "status", "SENT"), NOW)).isEqualTo(new Standing.Progress());
    assertThat(CallbackReader.read(Map.of("recipient", "1", "status", "SENT"), NOW))
        .isEqualTo(new Standing.Unreadable());
  }
}
