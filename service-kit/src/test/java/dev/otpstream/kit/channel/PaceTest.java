package dev.otpstream.kit.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class PaceTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final Instant LATE = NOW.plusSeconds(60);

  @Test void withoutALimitEverySendGoesAtOnce() {
    var pace = new Pace(0);
    for (int i = 0; i < 1000; i++)
      assertThat(pace.reserve(NOW, LATE)).isEqualTo(NOW);
  }

  @Test void aSecondHasNoMoreThanItsShare() {
    var pace = new Pace(50);
    Instant last = NOW;
    for (int i = 0; i < 106; i++) // five may make up for the idle time before
      last = pace.reserve(NOW, LATE);
    assertThat(last).isEqualTo(NOW.plusSeconds(2));
  }

  @Test void aMomentThatIsTooLateIsNotTaken() {
    var pace = new Pace(1);
    pace.reserve(NOW, LATE);
    Instant wanted = pace.reserve(NOW, NOW.plusMillis(500));
    assertThat(wanted).isAfterOrEqualTo(NOW.plusMillis(500));
    assertThat(pace.reserve(NOW, LATE)).isEqualTo(wanted);
  }

  @Test void nobodyGoesWhileTheProviderWantsAPause() {
    var pace = new Pace(0);
    pace.pauseUntil(NOW.plusSeconds(9));
    pace.pauseUntil(NOW.plusSeconds(3));
    assertThat(pace.reserve(NOW, LATE)).isEqualTo(NOW.plusSeconds(9));
    assertThat(pace.reserve(NOW.plusSeconds(9), LATE)).isEqualTo(NOW.plusSeconds(9));
  }
}
