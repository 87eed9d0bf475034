package dev.otpstream.benchmarks.goals;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The page of all figures, in Markdown. */
final class Page {
  private static final MathContext DIGITS = new MathContext(4);
  private static final String PICTURES = "benchmarks";
  /** Columns of the loads' table, by their names in JSON. */
  private static final Map<String, String> COLUMNS = new LinkedHashMap<>();
  private static final Map<String, String> MORE_COLUMNS = new LinkedHashMap<>();
  private static final List<String> POINT_FIELDS = List.of("codes", "threads", "partitions", "brokers", "rps", "p50_ms",
      "p99_ms", "cpu_us_per_op", "cpu_us_broker", "cpu_us_ingress", "cpu_us_engine", "cpu_us_sms", "cpu_us_webhooks",
      "state_mb", "engine_rss_mb", "restore_s");

  static {
    COLUMNS.put("rps", "reached /s");
    COLUMNS.put("errors", "errors");
    COLUMNS.put("p50_ms", "p50 ms");
    COLUMNS.put("p95_ms", "p95 ms");
    COLUMNS.put("p99_ms", "p99 ms");
    COLUMNS.put("cpu_us_per_op", "µs an operation");
    COLUMNS.put("cpu_us_per_op_drained", "with the rest");
    COLUMNS.put("share_of_raw", "share of raw");
    MORE_COLUMNS.put("ceiling_rps", "closed loop /s");
    MORE_COLUMNS.put("backlog_end", "backlog");
    MORE_COLUMNS.put("lag_end", "records behind");
    MORE_COLUMNS.put("drain_s", "drained s");
    MORE_COLUMNS.put("simulators_cpu_us_per_op", "simulators µs");
    MORE_COLUMNS.put("generator_cpu_us_per_op", "generator µs");
    MORE_COLUMNS.put("records_per_op", "records");
    MORE_COLUMNS.put("bytes_per_op", "bytes");
    MORE_COLUMNS.put("raw_rps", "raw /s");
    MORE_COLUMNS.put("rss_peak_mb", "resident MB");
    MORE_COLUMNS.put("heap_mb", "heap MB");
  }

  private final StringBuilder text = new StringBuilder();
  private final Results results;
  private final Path folder;

  private Page(Results results, Path folder) {
    this.results = results;
    this.folder = folder;
  }

  /** @param folder where the page will be; its pictures are below */
  static String of(Results results, Path folder) {
    var page = new Page(results, folder);
    page.head();
    page.goals();
    page.loads();
    page.others();
    page.growth();
    page.pictures();
    return page.text.toString();
  }

  private void head() {
    line("# Benchmarks");
    line("");
    line(
        "Written by `./otp bench all`, from [what the runs printed](benchmarks/results.json): do not edit it. What the");
    line(
        "figures mean is in [benchmarks/README.md](../benchmarks/README.md), what was found by profiles and tried is in");
    line("[benchmarks/findings.md](benchmarks/findings.md). Open loop; latency from the moment an operation was due;");
    line(
        "everything on one machine: broker, registry, engine, ingress, workers, hooks, simulated providers, load generator.");
    line(
        "Medians of the runs, and in brackets the lowest and the highest. The loads of a run share one platform, which");
    line(WarmPlatform.WARM_SECONDS
        + " seconds of lifecycles have warmed up before: the JVM compiles for minutes. All others start their own.");
    line("");
    results.machine().properties().forEach(fact -> line("- " + fact.getKey() + ": " + fact.getValue().asText()));
    line("");
  }

  private void goals() {
    line("## Goals");
    line("");
    line("| figure | goal | measured | | runs | command |");
    line("| --- | --- | --- | --- | --- | --- |");
    for (Goal goal : Goal.ALL) {
      // A rate that did not hold reaches no goal; what is no load has no such field.
      List<JsonNode> sound = results.runs(goal.trial()).stream()
          .filter(run -> run.path("sustained").asBoolean(true)).toList();
      Optional<Spread> measured = Spread.of(sound, goal.field());
      line("| " + goal.figure() + " | " + (goal.least() ? "≥ " : "≤ ") + number(goal.bound()) + goal.unit() + " | "
          + measured.map(spread -> spread(spread) + goal.unit()).orElse("–") + " | "
          + measured.map(spread -> goal.met(spread.median()) ? "met" : "**missed**").orElse("not measured") + " | "
          + measured.map(spread -> Integer.toString(spread.runs())).orElse("–") + " | " + command(goal.trial())
          + " |");
    }
    line("");
  }

  private void loads() {
    line("## Loads");
    line("");
    table(COLUMNS);
    line("");
    table(MORE_COLUMNS);
    line("");
  }

  private void table(Map<String, String> columns) {
    line("| command | " + String.join(" | ", columns.values()) + " |");
    line("| --- |" + " --- |".repeat(columns.size()));
    for (Trial trial : Trial.ALL) {
      if (!trial.load() || !results.has(trial.name())) continue;
      line("| " + command(trial.name()) + " | " + columns.keySet().stream()
          .map(field -> Spread.of(results.runs(trial.name()), field).map(Page::spread).orElse("–"))
          .collect(Collectors.joining(" | ")) + " |");
    }
  }

  private void others() {
    line("## Starts, restarts and expiry");
    line("");
    line("| command | figure | measured |");
    line("| --- | --- | --- |");
    for (Trial trial : Trial.ALL) {
      List<JsonNode> runs = results.runs(trial.name());
      if (trial.load() || trial.grows() || runs.isEmpty()) continue;
      runs.getFirst().properties().stream().filter(field -> field.getValue().isNumber()).forEach(field -> line("| "
          + command(trial.name()) + " | " + field.getKey() + " | "
          + Spread.of(runs, field.getKey()).map(Page::spread).orElse("–") + " |"));
    }
    line("");
    List<String> failures = Trial.ALL.stream().flatMap(trial -> results.failures(trial.name()).stream()
        .map(failure -> "- " + command(trial.name()) + ": " + failure)).toList();
    if (failures.isEmpty()) return;
    line("Runs that failed:");
    line("");
    failures.forEach(this::line);
    line("");
  }

  private void growth() {
    List<Trial> measured = Trial.ALL.stream().filter(trial -> trial.grows() && results.has(trial.name())).toList();
    if (measured.isEmpty()) return;
    line("## Growth");
    line("");
    line(
        "Of each platform, 100 lifecycles by SMS a second, each service a process of its own; processor time a lifecycle in µs, and of it each service's.");
    line("");
    line("| command | " + String.join(" | ", POINT_FIELDS) + " |");
    line("| --- |" + " --- |".repeat(POINT_FIELDS.size()));
    for (Trial trial : measured)
      for (JsonNode run : results.runs(trial.name()))
        for (JsonNode point : run.path("points"))
          line("| " + command(trial.name()) + " | " + POINT_FIELDS.stream()
              .map(field -> point.path(field).isNumber() ? number(point.path(field).asDouble()) : "–")
              .collect(Collectors.joining(" | ")) + " |");
    line("");
    Stream.of("codes", "state", "restore", "threads", "partitions", "brokers")
        .forEach(axis -> picture("growth-" + axis));
  }

  private void pictures() {
    line("## Latencies");
    line("");
    Trial.ALL.stream().filter(Trial::load).forEach(trial -> picture("latency-" + trial.name()));
  }

  private void picture(String name) {
    if (!Files.exists(folder.resolve(PICTURES).resolve(name + ".svg"))) return;
    line("![" + name + "](" + PICTURES + "/" + name + ".svg)");
    line("");
  }

  private String command(String trial) {
    return results.has(trial) ? "`" + results.command(trial) + "`" : "–";
  }

  private void line(String words) {
    text.append(words).append('\n');
  }

  private static String spread(Spread spread) {
    String median = number(spread.median());
    return spread.runs() == 1 ? median : median + " (" + number(spread.least()) + "–" + number(spread.most()) + ")";
  }

  private static String number(double value) {
    BigDecimal rounded = BigDecimal.valueOf(value).round(DIGITS);
    return (rounded.abs().compareTo(BigDecimal.valueOf(1_000)) >= 0
        ? BigDecimal.valueOf(Math.rint(value))
        : rounded).stripTrailingZeros().toPlainString();
  }
}
