package dev.otpstream.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.chaos.faults.Plans;
import dev.otpstream.chaos.promises.Verdict;
import dev.otpstream.chaos.report.Page;
import dev.otpstream.chaos.report.Result;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In three minutes: a dozen killed engines, killed workers and a killed broker, and every promise kept. */
class BriefRunTest {
  private static final long SEED = 20_260_101;

  @Test void everyPromiseIsKeptWhileProcessesAreKilled(@TempDir Path folder) {
    Result result = Run.of(new Run.Settings("brief", folder, SEED, 1, 6, Plans.brief(SEED), Duration.ofSeconds(150),
        Duration.ofMillis(1_500), Duration.ofMillis(3_500)));

    System.out.print(Page.of(result));
    assertThat(result.verdicts()).allSatisfy(verdict -> assertThat(verdict.first()).as(verdict.promise()).isEmpty())
        .allMatch(Verdict::kept);
    assertThat(result.notes()).isEmpty();
    assertThat(result.figures().exactlyOneSuccess()).as("codes that verified once").isPositive();
    assertThat(result.killsInFlight("engine")).as("engines killed with work in flight").isGreaterThanOrEqualTo(10);
    assertThat(result.killsInFlight("worker")).as("workers killed with work in flight").isGreaterThanOrEqualTo(2);
    assertThat(result.faults()).containsKey("broker killed");
    assertThat(result.figures().acknowledgedLost()).isZero();
    assertThat(result.figures().doubleSuccesses()).isZero();
  }
}
