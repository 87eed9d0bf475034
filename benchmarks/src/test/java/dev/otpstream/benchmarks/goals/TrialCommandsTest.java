package dev.otpstream.benchmarks.goals;

import static org.assertj.core.api.Assertions.assertThatCode;

import dev.otpstream.benchmarks.BenchLine;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the trials would run is understood by the command line. */
class TrialCommandsTest {
  static Stream<Trial> trials() {
    return Trial.ALL.stream();
  }

  @ParameterizedTest
  @MethodSource("trials") void isUnderstood(Trial trial) {
    assertThatCode(() -> BenchLine.parse(trial.arguments())).doesNotThrowAnyException();
    assertThatCode(() -> BenchLine.parse(trial.quick())).doesNotThrowAnyException();
  }
}
