package dev.otpstream.standalone.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.Console;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How a command answers: for people, or with {@code --json} for programs. Colours only where the terminal has them. */
public final class Output {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Option(names = "--json", description = "Answer with JSON on standard output, and nothing else there.")
  private boolean json;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  public boolean json() {
    return json;
  }

  /** One JSON document on a line of its own. */
  public void document(Object value) {
    try {
      out().println(JSON.writeValueAsString(value));
      out().flush();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("what commands answer is always JSON", e);
    }
  }

  public void line(String text) {
    out().println(text);
    out().flush();
  }

  /** Rows under their headings, each column as wide as it must be. */
  public void table(List<String> headings, List<List<String>> rows) {
    var widths = new int[headings.size()];
    for (int column = 0; column < widths.length; column++) {
      widths[column] = headings.get(column).length();
      for (List<String> row : rows)
        widths[column] = Math.max(widths[column], row.get(column).length());
    }
    line(styled("bold", row(headings, widths)));
    rows.forEach(row -> line(row(row, widths)));
  }

  private static String row(List<String> cells, int[] widths) {
    var row = new StringBuilder();
    for (int column = 0; column < widths.length; column++)
      row.append(cells.get(column)).repeat(" ", widths[column] - cells.get(column).length() + 2);
    return row.toString().stripTrailing();
  }

  public String good(String text) {
    return styled("green", text);
  }

  public String bad(String text) {
    return styled("red", text);
  }

  public String faint(String text) {
    return styled("faint", text);
  }

  private String styled(String style, String text) {
    Ansi ansi = spec.commandLine().getColorScheme().ansi();
    // Not as markup: the text may hold what markup is made of.
    return ansi.enabled() && !text.isEmpty()
        ? Ansi.Style.on(Ansi.Style.parse(style)) + text + Ansi.Style.off(Ansi.Style.parse(style))
        : text;
  }

  /** A bar on standard error for work of so many steps; none where nobody watches. */
  public Progress progress(int steps) {
    boolean watched = !json && Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    return new Progress(watched ? spec.commandLine().getErr() : new PrintWriter(Writer.nullWriter()), steps);
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
