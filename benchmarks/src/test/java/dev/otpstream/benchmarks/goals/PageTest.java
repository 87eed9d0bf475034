package dev.otpstream.benchmarks.goals;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageTest {
  @TempDir
  private Path folder;

  @Test void tellsMedianAndSpreadAndWhetherAGoalIsMet() {
    Results results = results();
    results.begin("lifecycle-max", "./otp bench lifecycle --rate max");
    results.add("lifecycle-max", run(Map.of("rps", 3_100, "share_of_raw", 0.4)));
    results.add("lifecycle-max", run(Map.of("rps", 2_000)));
    results.add("lifecycle-max", run(Map.of("rps", 3_300)));

    String page = Page.of(results, folder);

    assertThat(page).contains(
        "| lifecycle complete, sustained | ≥ 3000/s | 3100 (2000–3300)/s | met | 3 | `./otp bench all --only lifecycle-max` |")
        .contains("| share of the raw limit | ≥ 0.5 | 0.4 | **missed** | 1 |")
        .contains("| send accepted, durable, deduplicated | ≥ 6000/s | – | not measured | – | – |");
  }

  @Test void aRateThatDoesNotHoldIsMissedAndTold() {
    Results results = results();
    results.begin("lifecycle-max", "./otp bench lifecycle --rate max");
    for (boolean held : new boolean[]{false, true, false})
      results.add("lifecycle-max", run(Map.of("rps", 9_000)).put("sustained", held));

    assertThat(Page.of(results, folder)).contains("| 9000 (9000–9000)/s | **missed**: does not hold | 3 |")
        .contains("| lifecycle-max | 9000 (9000–9000) | 1 of 3 |");
  }

  @Test void aTrialThatFailedIsTold() {
    Results results = results();
    results.begin("restore", "./otp bench restore");
    results.addFailure("restore", "exit code 1");

    assertThat(Page.of(results, folder)).contains("- `./otp bench restore`: exit code 1");
  }

  @Test void resultsAreKeptForTheNextTime() {
    Results first = results();
    first.begin("start", "./otp bench start");
    first.add("start", run(Map.of("first_answer_s", 5.5)));

    Results again = results();
    assertThat(Spread.of(again.runs("start"), "first_answer_s")).contains(new Spread(5.5, 5.5, 5.5, 1));
    assertThat(Files.exists(folder.resolve("results.json"))).isTrue();
  }

  @Test void whatBeginsAgainForgetsItsRuns() {
    Results results = results();
    results.begin("start", "./otp bench start");
    results.add("start", run(Map.of("first_answer_s", 5.5)));
    results.begin("start", "./otp bench start --other");

    assertThat(results.runs("start")).isEmpty();
    assertThat(results.command("start")).isEqualTo("./otp bench start --other");
  }

  @Test void aMedianOfTwoLiesBetweenThem() {
    assertThat(Spread.of(List.of(run(Map.of("x", 1)), run(Map.of("x", 4))), "x"))
        .contains(new Spread(1, 2.5, 4, 2));
    assertThat(Spread.of(List.of(run(Map.of())), "x")).isEmpty();
  }

  @Test void everyGoalHasItsTrial() {
    var trials = Trial.ALL.stream().map(Trial::name).collect(Collectors.toSet());

    assertThat(Goal.ALL).allMatch(goal -> trials.contains(goal.trial()));
    assertThat(trials).hasSameSizeAs(Trial.ALL);
  }

  private Results results() {
    return Results.in(folder.resolve("results.json"));
  }

  private static ObjectNode run(Map<String, ? extends Number> figures) {
    return Results.json().valueToTree(figures);
  }
}
