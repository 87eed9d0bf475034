package dev.otpstream.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.otpstream.benchmarks.FakeServer.Said;
import dev.otpstream.benchmarks.scenarios.FakePlatform;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The commands as users call them, against a fake platform. */
class BenchTest {
  private static final List<String> FIELDS = List.of("scenario", "rate", "seconds", "ok", "errors", "rps", "p50_ms",
      "p95_ms", "p99_ms", "cpu_us_per_op", "raw_rps", "share_of_raw", "rss_mb", "heap_mb");
  private final StringWriter err = new StringWriter();

  @ParameterizedTest
  @CsvSource({"send,100", "verify,100", "batch,20000", "lifecycle,50", "mixed,50",
    "status-poll,100"}) void printsExactlyOneJsonObject(String scenario, int rate)
        throws Exception {
    try (var platform = new FakePlatform()) {
      Result result = run(platform, scenario, "--rate", "" + rate, "--json");

      assertThat(result.exit).as(err.toString()).isZero();
      assertThat(result.out.lines()).hasSize(1);
      JsonNode json = new ObjectMapper().readTree(result.out);
      assertThat(json.fieldNames()).toIterable().containsAll(FIELDS);
      assertThat(json.path("scenario").asText()).isEqualTo(scenario);
      assertThat(json.path("rate").asInt()).isEqualTo(rate);
      assertThat(json.path("ok").asInt()).isEqualTo(rate);
      assertThat(json.path("errors").asInt()).isZero();
      assertThat(json.path("cpu_us_per_op").isNumber()).isTrue(); // of our own process, which --pid names
      assertThat(json.path("raw_rps").isNull()).isTrue(); // no brokers here
    }
  }

  /** How much a busy machine carries is no matter of tests: any number of errors will do. */
  @Test void saturatesAndDraws(@TempDir Path folder) throws Exception {
    Path svg = folder.resolve("latency.svg");
    try (var platform = new FakePlatform()) {
      String url = platform.url().toString();
      Result result = run("send", "--rate", "max", "--in-flight", "2", "--svg", svg.toString(), "--errors-max", "1",
          "--seconds", "1", "--warmup", "0", "--timeout", "1", "--url", url, "--admin-token", "t", "--simulators", url);

      assertThat(result.exit).as(err.toString()).isZero();
      assertThat(result.out).contains("asked max/s, reached ").contains("a closed loop ").contains("p99 ");
    }
    assertThat(Files.readString(svg)).startsWith("<svg ").contains("send, asked max/s").endsWith("</svg>\n");
  }

  @Test void aLifecycleTellsOfItsStages() throws Exception {
    try (var platform = new FakePlatform()) {
      Result result = run(platform, "lifecycle", "--rate", "50", "--json");

      JsonNode json = new ObjectMapper().readTree(result.out);
      assertThat(json.path("ok").asInt()).isEqualTo(50);
      assertThat(json.fieldNames()).toIterable().contains("accepted_p50_ms", "provider_p99_ms", "hook_p50_ms");
      assertThat(json.path("hook_p50_ms").asDouble()).isLessThanOrEqualTo(json.path("max_ms").asDouble());
      assertThat(json.path("backlog_end").isNumber()).isTrue();
      assertThat(platform.hasHook()).as("nobody is left to be told").isFalse();
    }
  }

  @Test void wrongGuessesAreAnsweredAsWrong() {
    try (var platform = new FakePlatform()) {
      Result result = run(platform, "verify", "--rate", "200", "--wrong", "0.5", "--warmup", "0");

      assertThat(result.exit).as(err.toString()).isZero();
      assertThat(result.out).contains("200 ok, 0 failed");
    }
  }

  @Test void tooManyErrorsAreAFailure() {
    try (var platform = new FakeServer((path, _) -> switch (path) {
      case "/healthz" -> new Said(200, "{}");
      case "/v1/otp/send" -> new Said(429, "{}");
      default -> new Said(201, "{\"zapnoty\":{\"api_key\":\"k\"},\"alphasms\":{\"auth\":\"a\"}}");
    })) {
      Result result = run("send", "--rate", "50", "--seconds", "1", "--warmup", "0", "--url",
          platform.url().toString(), "--simulators", platform.url().toString(), "--admin-token", "t", "--json");

      assertThat(result.exit).isEqualTo(1);
      assertThat(result.out).contains("\"errors_by_kind\":{\"status 429\":50}");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"send --rate fast", "send --rate 0", "send --seconds 0", "send --pid 1", "batch --items 1001",
    "verify --wrong 0.9", "verify --ceiling-codes 0", "send --simulators-pid 1", "expire --rate fast",
    "restore --rate 0",
    "all --runs 0", "all --only fly,send-max",
    "send --url http://127.0.0.1:1 --simulators http://127.0.0.1:1 --admin-token=",
    "send --url http://127.0.0.1:1 --admin-token t",
    "fly"}) void wrongUsageIsTold(
        String line) {
    Result result = run(line.split(" ", -1));

    assertThat(result.exit).isEqualTo(2);
    assertThat(err.toString()).isNotBlank();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "send --help", "verify --help", "batch --help", "all --help",
    "growth --help"}) void everythingHasHelp(
        String line) {
    assertThat(run(line.split(" ", -1)).exit).isZero();
  }

  private Result run(FakePlatform platform, String... more) {
    var args = new ArrayList<>(List.of(more));
    String url = platform.url().toString();
    args.addAll(List.of("--seconds", "1", "--url", url, "--admin-token", "t", "--simulators", url, "--pid",
        Long.toString(ProcessHandle.current().pid())));
    if (!args.contains("--warmup")) args.addAll(List.of("--warmup", "1"));
    return run(args.toArray(String[]::new));
  }

  private record Result(int exit, String out) {}

  private Result run(String... args) {
    var captured = new ByteArrayOutputStream();
    PrintStream real = System.out;
    CommandLine command = Bench.commandLine().setErr(new PrintWriter(err, true));
    System.setOut(new PrintStream(captured, true, StandardCharsets.UTF_8));
    try {
      return new Result(command.execute(args), captured.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(real);
    }
  }
}
