package dev.otpstream.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class FiguresTest {
  @Test void numbersAreWrittenAsPeopleWriteThem() {
    var figures = new Figures("restore").put("rate", 500).put("seconds", 29.9996).put("share", 0.25).put("errors", 0)
        .put("raw_rps", OptionalDouble.empty());

    assertThat(figures.json())
        .isEqualTo(
            "{\"scenario\":\"restore\",\"rate\":500,\"seconds\":30,\"share\":0.25,\"errors\":0,\"raw_rps\":null}\n");
  }
}
