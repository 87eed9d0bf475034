package dev.otpstream.micro;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Once each, in this JVM: what a benchmark calls may change under it. */
class EveryBenchmarkRunsTest {
  @Test void onceEach() throws Exception {
    var options = new OptionsBuilder().mode(Mode.SingleShotTime).forks(0).warmupIterations(0).measurementIterations(1)
        .verbosity(VerboseMode.SILENT).shouldFailOnError(true).build();

    Set<String> ran = new Runner(options).run().stream().map(result -> result.getParams().getBenchmark())
        .collect(Collectors.toSet());

    assertThat(ran).containsExactlyInAnyOrderElementsOf(BenchmarkList.defaultList().getAll(null, List.of())
        .stream().map(entry -> entry.getUsername()).collect(Collectors.toSet()));
  }
}
