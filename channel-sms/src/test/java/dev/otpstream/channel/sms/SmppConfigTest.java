package dev.otpstream.channel.sms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.otpstream.channel.sms.SmppConfig.Bind;
import dev.otpstream.channel.sms.SmppConfig.LongTexts;
import dev.otpstream.kit.Env;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SmppConfigTest {
  private static final Map<String, String> NEEDED = Map.of("SMPP_HOST", "smsc.example.org", "SMPP_SYSTEM_ID", "me",
      "SMPP_PASSWORD", "longer than eight", "SMPP_SOURCE_ADDR", "Shop");

  @Test void theRestHasDefaults() {
    Env env = Env.of(NEEDED);
    var config = SmppConfig.from(env, SmppChannel.PROVIDER);
    env.failOnProblems();
    assertThat(config.port()).isEqualTo(2775);
    assertThat(config.bind()).isEqualTo(Bind.TRX);
    assertThat(config.sessions()).isEqualTo(1);
    assertThat(config.window()).isEqualTo(10);
    assertThat(config.rateMax()).isZero();
    assertThat(config.enquireLink()).isEqualTo(Duration.ofSeconds(30));
    assertThat(config.responseTimeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(config.longTexts()).isEqualTo(LongTexts.UDH);
    assertThat(config.defaultCoding()).isEqualTo(DefaultCoding.GSM);
    assertThat(config.receiptIds()).isEqualTo(ReceiptIds.SAME);
    assertThat(config.acceptedIsFinal()).isFalse();
    assertThat(config.toString()).doesNotContain("longer than eight");
  }

  @Test void choicesAreReadAsDocumented() {
    var config = SmppSetting.config(Map.of("SMPP_BIND", "tx+rx", "SMPP_LONG", "udh16", "SMPP_DEFAULT_CODING", "latin1",
        "SMPP_RECEIPT_IDS", "decimal-to-hex"));
    assertThat(config.bind()).isEqualTo(Bind.TX_RX);
    assertThat(config.longTexts()).isEqualTo(LongTexts.UDH16);
    assertThat(config.defaultCoding()).isEqualTo(DefaultCoding.LATIN1);
    assertThat(config.receiptIds()).isEqualTo(ReceiptIds.DECIMAL_TO_HEX);
  }

  @Test void allProblemsAreNamedAtOnce() {
    Env env = Env.of(Map.of("SMPP_LONG", "longer", "SMPP_BIND", "rx", "SMPP_ENQUIRE_LINK", "0s", "SMPP_SOURCE_ADDR",
        "a sender that is too long"));
    SmppConfig.from(env, SmppChannel.PROVIDER);
    assertThatThrownBy(env::failOnProblems).hasMessageContainingAll("SMPP_HOST", "SMPP_SYSTEM_ID", "SMPP_PASSWORD",
        "SMPP_LONG is not one of udh, udh16, sar, payload", "SMPP_BIND is not one of trx, tx+rx", "SMPP_ENQUIRE_LINK",
        "SMPP_SOURCE_ADDR");
  }
}
