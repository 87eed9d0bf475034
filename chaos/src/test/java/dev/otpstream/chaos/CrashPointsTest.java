package dev.otpstream.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.chaos.faults.CrashPoints;
import dev.otpstream.chaos.faults.Plans;
import dev.otpstream.chaos.promises.Verdict;
import dev.otpstream.chaos.report.Page;
import dev.otpstream.chaos.report.Result;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every crash point of the code that a site can reach, each once, and every promise kept. */
@Tag("long")
class CrashPointsTest {
  private static final long SEED = 1;

  @Test void everyPromiseIsKeptWhereverAProcessEnds(@TempDir Path folder) {
    Result result = Run.of(new Run.Settings("every crash point", folder, SEED, 1, 6, Plans.crashPoints(),
        Duration.ofMinutes(12), Duration.ofMillis(500), Duration.ofMillis(1_500)));

    System.out.print(Page.of(result));
    assertThat(result.verdicts()).allSatisfy(verdict -> assertThat(verdict.first()).as(verdict.promise()).isEmpty())
        .allMatch(Verdict::kept);
    assertThat(result.faults().keySet()).containsAll(CrashPoints.kinds());
  }
}
