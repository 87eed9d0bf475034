package dev.otpstream.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaceTest {
  @Test void aRateSpreadsStartsEvenlyAndDoesNotDrift() {
    var thousand = new Pace.Fixed(3_000);

    assertThat(thousand.dueNs(0, 1)).isZero();
    assertThat(thousand.dueNs(1, 1)).isEqualTo(333_333);
    assertThat(thousand.dueNs(3_000_000, 1)).isEqualTo(1_000_000_000_000L);
    assertThat(thousand.dueNs(3, 1_000)).isEqualTo(1_000_000_000L);
  }

  @Test void readsWhatUsersWrite() {
    assertThat(Pace.parse("max")).isEqualTo(new Pace.Saturated()).hasToString("max");
    assertThat(Pace.parse("2000")).isEqualTo(new Pace.Fixed(2_000)).hasToString("2000");
    assertThat(Pace.parse("0.5")).hasToString("0.5");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "-1", "fast", "NaN", "1e9"}) void refusesTheRest(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Pace.parse(text));
  }
}
