package dev.otpstream.channel.sms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.otpstream.kit.Env;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SmsRoutesTest {
  @Test void withoutSettingsAllGoesBySmpp() {
    assertThat(routes(Map.of()).of(SmppSetting.dispatch("+79990001122"))).containsExactly("smpp");
  }

  @Test void severalProvidersAreAskedInTheirOrder() {
    assertThat(routes(Map.of("SMS_PROVIDER", "kaleyra, smpp-backup")).of(SmppSetting.dispatch("+79990001122")))
        .containsExactly("kaleyra", "smpp-backup");
  }

  @ParameterizedTest
  @CsvSource({"+79990001122,kaleyra", "+77010001122,smpp-backup", "79990001122,kaleyra", "+4930123456,smpp",
    "+380501234567,smpp kaleyra", "nobody,smpp kaleyra"}) void theLongestPrefixDecides(String phone, String providers) {
    var routes = routes(Map.of("SMS_ROUTES", "7=kaleyra, +770=smpp-backup, 49=smpp, * = smpp, kaleyra"));
    assertThat(routes.of(SmppSetting.dispatch(phone))).containsExactlyElementsOf(List.of(providers.split(" ", -1)));
    assertThat(routes.providers()).containsExactlyInAnyOrder("kaleyra", "smpp-backup", "smpp");
  }

  @Test void whatNoPrefixFitsMayGoToAll() {
    assertThat(routes(Map.of("SMS_PROVIDER", "smpp,kaleyra", "SMS_ROUTES", "7=kaleyra"))
        .of(SmppSetting.dispatch("+4930123456"))).containsExactly("smpp", "kaleyra");
  }

  @ParameterizedTest
  @ValueSource(strings = {"kaleyra", "7=", "7=pigeon", "7=smpp,7=smpp", "7=smpp,smpp", "x=smpp", "12345678=smpp",
    "7=smpp,",
    "7=kaleyra", "7=smpp=smpp"}) void nonsenseIsToldAtTheStart(String words) {
    Env env = Env.of(Map.of("SMS_PROVIDER", "smpp", "SMS_ROUTES", words));
    SmsRoutes.from(env);
    assertThatThrownBy(env::failOnProblems).hasMessageContaining("SMS_ROUTES");
  }

  private static SmsRoutes routes(Map<String, String> settings) {
    Env env = Env.of(settings);
    SmsRoutes routes = SmsRoutes.from(env);
    env.failOnProblems();
    return routes;
  }
}
