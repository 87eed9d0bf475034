package dev.otpstream.benchmarks.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SaturationTest {
  private final List<Double> tried = new ArrayList<>();

  @Test void theFirstShareThatHoldsIsTaken() {
    assertThat(search(1_000, 800)).isEqualTo(750);
    assertThat(tried).containsExactly(950.0, 850.0, 750.0);
  }

  @Test void theLastTrialIsReportedIfNoneHolds() {
    assertThat(search(1_000, 100)).isEqualTo(500);
    assertThat(tried).hasSameSizeAs(Saturation.SHARES);
  }

  private double search(double ceiling, double holdsUpTo) {
    return Saturation.search(ceiling, pace -> {
      tried.add(pace.perSecond());
      return pace.perSecond();
    }, perSecond -> perSecond <= holdsUpTo);
  }
}
