package dev.otpstream.ingress.alphasms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.schemas.MessageState;
import dev.otpstream.schemas.Reason;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatusWordsTest {
  private static final Set<String> DOCUMENTED = Set.of("ACCEPTED", "DELETED", "DELIVERED", "EXPIRED", "FILTERED",
      "INVALID DESTINATION ADDRESS", "INVALID SOURCE ADDRESS", "NO ROUTE", "PARTIALLY DELIVERED", "QUEUED", "READ",
      "REJECTED", "REPLIED", "ROUTING", "SIM FULL", "UNDELIVERABLE", "UNKNOWN");

  @Test void noWordIsInvented() {
    for (MessageState state : MessageState.values()) {
      assertThat(DOCUMENTED).contains(StatusWords.of(state, null));
      for (Reason reason : Reason.values())
        assertThat(DOCUMENTED).contains(StatusWords.of(state, reason));
    }
  }

  @ParameterizedTest
  @CsvSource({"QUEUED,,QUEUED", "DISPATCHED,,ROUTING", "SENT,,ACCEPTED", "DELIVERED,NO_RECEIPT,DELIVERED",
    "READ,,READ", "EXPIRED,,EXPIRED", "CANCELLED,,DELETED", "UNDELIVERABLE,,UNDELIVERABLE",
    "UNDELIVERABLE,RECIPIENT_UNREACHABLE,UNDELIVERABLE", "UNDELIVERABLE,RECIPIENT_INVALID,INVALID DESTINATION ADDRESS",
    "UNDELIVERABLE,CONTENT_REFUSED,REJECTED", "UNDELIVERABLE,SENDER_REFUSED,INVALID SOURCE ADDRESS",
    "UNDELIVERABLE,NO_ROUTE,NO ROUTE"}) void eachStateHasItsWord(MessageState state, Reason reason, String word) {
    assertThat(StatusWords.of(state, reason)).isEqualTo(word);
  }
}
