package dev.otpstream.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.benchmarks.report.CurvePlot.Curve;
import dev.otpstream.benchmarks.report.CurvePlot.Dot;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;

class CurvePlotTest {
  @Test void drawsEachCurveInAPanelOfItsOwnAndLeavesOutWhatIsNoNumber() throws Exception {
    String svg = CurvePlot.of("live codes", true, List.of(
        new Curve("cost", List.of(new Dot(1_000, 400), new Dot(100_000, 410), new Dot(1_000_000, Double.NaN))),
        new Curve("p99, ms", List.of(new Dot(1_000, 30)))));

    var root = DocumentBuilderFactory.newInstance().newDocumentBuilder()
        .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8))).getDocumentElement();
    assertThat(root.getElementsByTagName("polyline").getLength()).isEqualTo(2);
    assertThat(root.getElementsByTagName("circle").getLength()).isEqualTo(3);
    assertThat(svg).contains(">100000<").contains(">p99, ms<").doesNotContain("NaN");
  }
}
