package dev.otpstream.channel.sms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.kit.channel.OpenDispatch;
import dev.otpstream.schemas.MessageIds;
import dev.otpstream.schemas.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OrderTest {
  private static final String PHONE = "+79990001122";
  private static final SmppConfig CONFIG = SmppSetting.config(Map.of());

  @ParameterizedTest
  @CsvSource({"Shop,5,0,Shop", "My Shop 24,5,0,My Shop 24", "12345,3,0,12345",
    "+79991112233,1,1,79991112233", "79991112233,1,1,79991112233"}) void theSendersTypeFollowsItsForm(String sender,
        byte ton, byte npi, String address) {
    assertThat(SmppAddress.ofSender(sender)).contains(new SmppAddress(ton, npi, address));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Twelve chars", "Магазин", "+7999111223344556"}) void aSenderOfNoFormIsRefused(
      String sender) {
    var order = Order.of(dispatch(PHONE, Optional.of("x"), Optional.of(sender)), CONFIG);
    assertThat(order).isEqualTo(new Order.Unsendable(Reason.SENDER_REFUSED));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "79a99112233", "+123", "someone@example.org",
    "+1234567890123456"}) void aRecipientThatIsNoNumberIsRefused(String recipient) {
    assertThat(Order.of(dispatch(recipient, Optional.of("x"), Optional.empty()), CONFIG))
        .isEqualTo(new Order.Unsendable(Reason.RECIPIENT_INVALID));
  }

  @Test void theDestinationIsDigitsOnly() {
    var order = (Order.Sendable) Order.of(dispatch(PHONE, Optional.of("x"), Optional.empty()), CONFIG);
    assertThat(order.destination()).isEqualTo(new SmppAddress((byte) 1, (byte) 1, "79990001122"));
    assertThat(order.source()).isEqualTo(new SmppAddress((byte) 5, (byte) 0, "Shop"));
  }

  @Test void withoutATextTheCodeIsTheText() {
    var order = (Order.Sendable) Order.of(dispatch(PHONE, Optional.empty(), Optional.empty()), CONFIG);
    assertThat(order.segments().all().getFirst().body()).containsExactly('4', '8', '1', '5', '1', '6');
  }

  @Test void aTextThatNoHeaderCanCountIsRefused() {
    assertThat(Order.of(dispatch(PHONE, Optional.of("x".repeat(153 * 256)), Optional.empty()), CONFIG))
        .isEqualTo(new Order.Unsendable(Reason.CONTENT_REFUSED));
  }

  @Test void onlyTheLastPartReportsSuccess() {
    var order = (Order.Sendable) Order.of(dispatch(PHONE, Optional.of("x".repeat(400)), Optional.empty()), CONFIG);
    assertThat(order.submit(0, "").receipts()).isEqualTo(Submit.FAILURE_RECEIPT);
    assertThat(order.submit(1, "").receipts()).isEqualTo(Submit.FAILURE_RECEIPT);
    assertThat(order.submit(2, "").receipts()).isEqualTo(Submit.EVERY_RECEIPT);
  }

  @Test void referencesOfNeighboursDifferEvenInOneOctet() {
    var seen = new HashSet<Integer>();
    for (int counter = 1; counter <= 40; counter++)
      assertThat(seen.add(Order.reference(MessageIds.of(counter, 3)) & 0xFF)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"PT5M,000000000500000R", "PT0.2S,000000000001000R", "PT1H1M1S,000000010101000R",
    "P3D,000003000000000R", "P90D,000028000000000R", "PT-5S,000000000001000R"}) void theRemainingLifeIsTheValidity(
        Duration life, String validity) {
    assertThat(Validity.relative(life)).isEqualTo(validity);
  }

  @ParameterizedTest
  @CsvSource({"1,0,500", "1,1,1000", "2,1,2000", "3,1,4000", "7,1,60000",
    "2000,1,60000"}) void theBackoffDoublesToItsLimitWithJitter(int failures, double random, long millis) {
    var backoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(60), () -> random);
    assertThat(backoff.after(failures)).isEqualTo(Duration.ofMillis(millis));
  }

  @Test void nothingPrintsWhatItHolds() {
    var order = (Order.Sendable) Order.of(dispatch(PHONE, Optional.of("481516 " + PHONE), Optional.empty()), CONFIG);
    assertThat(order + " " + order.submit(0, "") + CONFIG).doesNotContain("481516", "79990001122", "simulate");
  }

  private static OpenDispatch dispatch(String phone, Optional<String> text, Optional<String> sender) {
    return new OpenDispatch(1025, 1, "account", phone, Optional.of("481516"), text, sender, Instant.EPOCH,
        Instant.MAX);
  }
}
