package dev.otpstream.webhooks.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.webhooks.HookFixtures;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryAfterTest {
  @ParameterizedTest
  @CsvSource({
    "0,                               0",
    "120,                             120",
    "' 7 ',                           7",
    "999999999,                       999999999",
    "'Fri, 02 Jan 2026 12:00:30 GMT', 30",
    "'Fri, 02 Jan 2026 11:59:00 GMT', 0",
    "-5,                              0",
    "1.5,                             0",
    "99999999999999999999,            0",
    "soon,                            0",
    "'',                              0",
  }) void aHookMayAskForAWaitInSecondsOrByDate(String value, long seconds) {
    assertThat(RetryAfter.of(value, HookFixtures.NOON)).hasSeconds(seconds);
  }
}
