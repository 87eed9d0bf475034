package dev.otpstream.chaos.report;

import dev.otpstream.chaos.promises.Verdict;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Locale;

/** A result as a page of Markdown. */
public final class Page {
  private Page() {}

  public static String of(Result result) {
    var text = new StringWriter();
    var page = new PrintWriter(text);
    Machine machine = result.machine();
    page.printf(Locale.ROOT, "# Chaos run, seed %d: %s\n", result.seed(),
        result.kept() ? "every promise kept" : "A PROMISE IS BROKEN");
    page.printf(Locale.ROOT, "\n");
    page.printf(Locale.ROOT, "`%s`\n", result.name());
    page.printf(Locale.ROOT, "\n");
    page.printf(Locale.ROOT,
        "Kafka %s, Java %s, %s, %d processors, %d MiB of memory; all processes and the load on this machine.\n",
        machine.kafka(), machine.java(), machine.os(), machine.processors(), machine.memoryMib());
    page.printf(Locale.ROOT, "\n");
    promises(page, result);
    faults(page, result);
    figures(page, result);
    recoveries(page, result);
    for (String note : result.notes())
      page.printf(Locale.ROOT, "- %s\n", note);
    return text.toString();
  }

  private static void promises(PrintWriter page, Result result) {
    page.printf(Locale.ROOT, "## Promises\n");
    page.printf(Locale.ROOT, "\n");
    page.printf(Locale.ROOT, "| promise | | cases | broken |\n");
    page.printf(Locale.ROOT, "| --- | --- | ---: | ---: |\n");
    for (Verdict verdict : result.verdicts())
      page.printf(Locale.ROOT, "| %s: %s | %s | %,d | %,d |\n", verdict.promise(), verdict.words(),
          verdict.kept() ? "kept" : verdict.checked() == 0 ? "**not tested**" : "**broken**", verdict.checked(),
          verdict.broken());
    page.printf(Locale.ROOT, "\n");
    for (Verdict verdict : result.verdicts())
      verdict.first().forEach(broken -> page.printf(Locale.ROOT, "- %s: %s\n", verdict.promise(), broken));
  }

  private static void faults(PrintWriter page, Result result) {
    page.printf(Locale.ROOT, "## Faults that landed\n");
    page.printf(Locale.ROOT, "\n");
    page.printf(Locale.ROOT, "| fault | times |\n");
    page.printf(Locale.ROOT, "| --- | ---: |\n");
    result.faults().forEach((kind, times) -> page.printf(Locale.ROOT, "| %s | %,d |\n", kind, times));
    Figures figures = result.figures();
    page.printf(Locale.ROOT, "| **kills in all** | **%,d** |\n", figures.kills());
    page.printf(Locale.ROOT, "| of these with calls in flight | %,d |\n", figures.killsInFlight());
    page.printf(Locale.ROOT, "| of these inside a transaction of the engine | %,d |\n", figures.killsInside());
    page.printf(Locale.ROOT, "\n");
  }

  private static void figures(PrintWriter page, Result result) {
    Figures figures = result.figures();
    page.printf(Locale.ROOT, "## Figures\n");
    page.printf(Locale.ROOT, "\n");
    page.printf(Locale.ROOT, "| figure | |\n");
    page.printf(Locale.ROOT, "| --- | ---: |\n");
    page.printf(Locale.ROOT, "| people | %,d |\n", result.stories());
    page.printf(Locale.ROOT, "| whose phone got no code | %,d |\n", result.storiesWithoutCode());
    page.printf(Locale.ROOT, "| sends accepted | %,d |\n", figures.accepted());
    page.printf(Locale.ROOT, "| guesses | %,d |\n", figures.guesses());
    page.printf(Locale.ROOT, "| codes verified | %,d |\n", figures.verified());
    page.printf(Locale.ROOT, "| codes typed right 8 times at once | %,d |\n", figures.inParallel());
    page.printf(Locale.ROOT, "| of these exactly one success | %,d |\n", figures.exactlyOneSuccess());
    page.printf(Locale.ROOT, "| of these no success: no answer in time, or a dead code | %,d |\n", figures.noSuccess());
    page.printf(Locale.ROOT, "| double successes | %,d |\n", figures.doubleSuccesses());
    page.printf(Locale.ROOT, "| acknowledged and lost | %,d |\n", figures.acknowledgedLost());
    page.printf(Locale.ROOT, "| messages on phones | %,d |\n", figures.arrivals());
    page.printf(Locale.ROOT, "| of these more than ordered | %,d |\n", figures.duplicates());
    page.printf(Locale.ROOT, "| kills of workers | %,d |\n", figures.workerKills());
    page.printf(Locale.ROOT, "\n");
  }

  private static void recoveries(PrintWriter page, Result result) {
    page.printf(Locale.ROOT, "## How long guesses stayed unjudged\n");
    page.printf(Locale.ROOT, "\n");
    page.printf(Locale.ROOT,
        "From the fault until the last partition judged a guess made after it; left out are faults with another one close by, and killed engines that decided for no partition.\n");
    page.printf(Locale.ROOT, "\n");
    page.printf(Locale.ROOT, "| fault | standbys | times | median | longest |\n");
    page.printf(Locale.ROOT, "| --- | ---: | ---: | ---: | ---: |\n");
    for (Recoveries recovery : result.recoveries())
      page.printf(Locale.ROOT, "| %s | %d | %d | %.1f s | %.1f s |\n", recovery.kind(), recovery.standbys(),
          recovery.times(),
          recovery.medianMs() / 1e3, recovery.maxMs() / 1e3);
    page.printf(Locale.ROOT, "\n");
  }
}
