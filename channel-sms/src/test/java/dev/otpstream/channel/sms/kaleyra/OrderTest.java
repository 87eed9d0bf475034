package dev.otpstream.channel.sms.kaleyra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.schemas.Reason;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The body of an order, to the byte. */
class OrderTest {
  private static final Optional<URI> NOWHERE = Optional.empty();

  @Test void anOrderIsWrittenAsDocumented() {
    var order = Order.of(KaleyraSetting.dispatch("Code 123456"), KaleyraSetting.config(Map.of()),
        Optional.of(URI.create("https://otp.example.com/kaleyra/callbacks/s")));
    assertThat(order).isEqualTo(new Order.Sendable("to=%2B380971234567&type=OTP&sender=KLRHXA&body=Code%20123456"
        + "&callback=https%3A%2F%2Fotp.example.com%2Fkaleyra%2Fcallbacks%2Fs", 1));
  }

  @Test void whatTheAccountNeedsIsAdded() {
    var config = KaleyraSetting.config(Map.of("KALEYRA_TEMPLATE_ID", "1107", "KALEYRA_TYPE", "TXN",
        "KALEYRA_CALLBACK_PROFILE_ID", "IN_7", "KALEYRA_CALLBACK_SECRET", "0123456789abcdef"));
    var order = Order.of(KaleyraSetting.dispatch("79990001122", Optional.of("Код 1"), Optional.of("Shop")), config,
        NOWHERE);
    assertThat(order).isEqualTo(new Order.Sendable("to=%2B79990001122&type=TXN&sender=Shop"
        + "&body=%D0%9A%D0%BE%D0%B4%201&template_id=1107&unicode=AUTO&callback_profile_id=IN_7", 1));
  }

  @Test void withoutATextTheCodeIsAllThereIsToSay() {
    var dispatch = KaleyraSetting.dispatch(KaleyraSetting.PHONE, Optional.empty(), Optional.empty());
    assertThat(((Order.Sendable) Order.of(dispatch, KaleyraSetting.config(Map.of()), NOWHERE)).form())
        .endsWith("&body=123456");
  }

  @Test void partsAreCounted() {
    var order = (Order.Sendable) Order.of(KaleyraSetting.dispatch("x".repeat(161)), KaleyraSetting.config(Map.of()),
        NOWHERE);
    assertThat(order.parts()).isEqualTo(2);
    assertThat(order.toString()).doesNotContain("xx");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "user@example.com", "+123456", "telegram:1"}) void whoIsNoNumberIsRefused(
      String recipient) {
    var dispatch = KaleyraSetting.dispatch(recipient, Optional.of("x"), Optional.empty());
    assertThat(Order.of(dispatch, KaleyraSetting.config(Map.of()), NOWHERE))
        .isEqualTo(new Order.Unsendable(Reason.RECIPIENT_INVALID));
  }
}
