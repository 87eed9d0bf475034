package dev.otpstream.ingress.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CallRatesTest {
  private Instant now = Instant.parse("2026-01-02T12:00:00Z");

  @Test void aMinutesWorthComesAtOnceAndThenAtItsPace() {
    var rates = new CallRates(60, () -> now);
    assertThat(admitted(rates, caller("a", Map.of()), 100)).isEqualTo(60);
    now = now.plusMillis(999);
    assertThat(rates.admits(caller("a", Map.of()))).isFalse();
    now = now.plusMillis(1);
    assertThat(admitted(rates, caller("a", Map.of()), 100)).isEqualTo(1);
    now = now.plus(Duration.ofHours(1));
    assertThat(admitted(rates, caller("a", Map.of()), 100)).isEqualTo(60);
  }

  @Test void eachAccountHasItsOwnAndMayHaveASettingOfItsOwn() {
    var rates = new CallRates(1, () -> now);
    assertThat(admitted(rates, caller("a", Map.of()), 10)).isEqualTo(1);
    assertThat(admitted(rates, caller("b", Map.of()), 10)).isEqualTo(1);
    assertThat(admitted(rates, caller("c", Map.of("calls_per_minute", "5")), 10)).isEqualTo(5);
    assertThat(admitted(rates, caller("d", Map.of("calls_per_minute", "0")), 10)).isEqualTo(10);
  }

  @Test void aClockThatGoesBackGivesNothingAway() {
    var rates = new CallRates(1, () -> now);
    assertThat(rates.admits(caller("a", Map.of()))).isTrue();
    now = now.minus(Duration.ofHours(1));
    assertThat(rates.admits(caller("a", Map.of()))).isFalse();
  }

  private static long admitted(CallRates rates, Caller caller, int calls) {
    return IntStream.range(0, calls).filter(_ -> rates.admits(caller)).count();
  }

  private static Caller caller(String id, Map<String, String> settings) {
    return new Caller(id, "Acme", List.of("sms"), settings);
  }
}
