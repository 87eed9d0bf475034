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
  private static final List<String> POINT_FIELDS = List.of("codes", "threads", "partitions", "brokers", "rps",
      "errors", "p50_ms", "p99_ms", "cpu_us_per_op", "cpu_us_broker", "cpu_us_ingress", "cpu_us_engine", "cpu_us_sms",
      "cpu_us_telegram", "cpu_us_webhooks", "state_mb", "engine_rss_mb", "restore_s");
  private static final List<String> GROWTH_FIELDS = List.of("cost_ratio", "disk_bytes_per_code",
      "memory_bytes_per_code", "restore_s_per_100000");

  static {
    COLUMNS.put("rps", "reached /s");
    COLUMNS.put("sustained", "held");
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
    MORE_COLUMNS.put("rss_mb", "resident MB");
    MORE_COLUMNS.put("heap_mb", "heap MB");
    MORE_COLUMNS.put("generator_bound", "generator at its limit");
    MORE_COLUMNS.put("warm_s", "warmed up s");
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
    line(
        "[benchmarks/findings.md](benchmarks/findings.md), what single pieces take in [benchmarks/micro.md](benchmarks/micro.md). Open loop; latency from the moment an operation was due;");
    line(
        "everything on one machine: broker, registry, engine, ingress, workers, hooks, simulated providers, load generator.");
    line(
        "Medians of the runs, and in brackets the lowest and the highest. The loads of a run share one platform, in the");
    line(
        "order of their table, which others have warmed up: the JVM compiles for minutes. All other trials start their own.");
    line("");
    line("- measured: " + String.join(", ", results.days()));
    results.machine().properties().forEach(fact -> line("- " + fact.getKey() + ": " + fact.getValue().asText()));
    line("");
  }

  private void goals() {
    line("## Goals");
    line("");
    line("| figure | goal | measured | | runs | command |");
    line("| --- | --- | --- | --- | --- | --- |");
    for (Goal goal : Goal.ALL) {
      Optional<Spread> measured = Spread.of(results.runs(goal.trial()), goal.field());
      line("| " + goal.figure() + " | " + (goal.least() ? "≥ " : "≤ ") + number(goal.bound()) + goal.unit() + " | "
          + measured.map(spread -> spread(spread) + goal.unit()).orElse("–") + " | "
          + measured.map(spread -> verdict(goal, spread)).orElse("not measured") + " | "
          + measured.map(spread -> Integer.toString(spread.runs())).orElse("–") + " | " + command(goal.trial())
          + " |");
    }
    line("");
  }

  /** A rate that does not hold reaches no goal; what is no load has no such field. */
  private String verdict(Goal goal, Spread spread) {
    List<JsonNode> runs = results.runs(goal.trial());
    long held = runs.stream().filter(run -> run.path("sustained").asBoolean(true)).count();
    if (held * 2 <= runs.size()) return "**missed**: does not hold";
    return goal.met(spread.median()) ? "met" : "**missed**";
  }

  private void loads() {
    line("## Loads");
    line("");
    line("Each by `./otp bench all --only TRIAL`, or, without the warm-up, by the command that it runs:");
    line("");
    for (Trial trial : Trial.ALL)
      if (trial.warm() && results.has(trial.name()))
        line("- " + trial.name() + ": `" + results.command(trial.name()) + "`");
    line("");
    table(COLUMNS);
    line("");
    table(MORE_COLUMNS);
    line("");
  }

  private void table(Map<String, String> columns) {
    line("| trial | " + String.join(" | ", columns.values()) + " |");
    line("| --- |" + " --- |".repeat(columns.size()));
    for (Trial trial : Trial.ALL) {
      if (!trial.warm() || !results.has(trial.name())) continue;
      List<JsonNode> runs = results.runs(trial.name());
      line("| " + trial.name() + " | " + columns.keySet().stream().map(field -> cell(runs, field))
          .collect(Collectors.joining(" | ")) + " |");
    }
  }

  /** Numbers as what they spread over, and of what is true or false how often it is true. */
  private static String cell(List<JsonNode> runs, String field) {
    if (runs.stream().anyMatch(run -> run.path(field).isBoolean()))
      return runs.stream().filter(run -> run.path(field).asBoolean()).count() + " of " + runs.size();
    return Spread.of(runs, field).map(Page::spread).orElse("–");
  }

  private void others() {
    line("## Starts, restarts and expiry");
    line("");
    line("| command | figure | measured |");
    line("| --- | --- | --- |");
    for (Trial trial : Trial.ALL) {
      List<JsonNode> runs = results.runs(trial.name());
      if (trial.warm() || trial.grows() || runs.isEmpty()) continue;
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
    for (Trial trial : measured)
      for (String field : GROWTH_FIELDS)
        Spread.of(results.runs(trial.name()), field)
            .ifPresent(spread -> line("- " + command(trial.name()) + ", " + field + ": " + spread(spread)));
    line("");
    Stream.of("codes", "state", "restore", "threads", "partitions", "brokers")
        .forEach(axis -> picture("growth-" + axis));
  }

  private void pictures() {
    line("## Latencies");
    line("");
    Trial.ALL.stream().filter(Trial::warm).forEach(trial -> picture("latency-" + trial.name()));
  }

  private void picture(String name) {
    if (!Files.exists(folder.resolve(PICTURES).resolve(name + ".svg"))) return;
    line("![" + name + "](" + PICTURES + "/" + name + ".svg)");
    line("");
  }

  /** What measures it as it is told here. */
  private String command(String name) {
    if (!results.has(name)) return "–";
    boolean warm = Trial.ALL.stream().anyMatch(trial -> trial.warm() && trial.name().equals(name));
    return "`" + (warm ? "./otp bench all --only " + name : results.command(name)) + "`";
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
