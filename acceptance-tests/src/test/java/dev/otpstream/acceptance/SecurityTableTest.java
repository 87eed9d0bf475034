package dev.otpstream.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Each row of the table of demands names tests, and they ran in this build and passed: the modules before this one have
 * left their reports. Where they have not, {@code mvn verify} of the whole project makes them.
 */
class SecurityTableTest {
  private static final Path TABLE = Path.of("..", "docs", "security.md");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| (?:ASVS|NIST|RFC|API) \\d[^\\n]+$");
  private static final Pattern LINK = Pattern.compile("(?m)^\\[(\\d+)]: (\\S+) \"(\\w+)\"$");
  private static final Pattern USED = Pattern.compile("]\\[(\\d+)]");
  private static final String OWN_MODULE = "../acceptance-tests/";

  private record Named(String number, Path source, String method) {
    static Named of(MatchResult link) {
      return new Named(link.group(1), TABLE.resolveSibling(link.group(2)), link.group(3));
    }

    Path module() {
      return Path.of(source.toString().replaceFirst("/src/.*", ""));
    }

    /** What the build has left of its class. */
    Path report() {
      String name = source.toString().replaceFirst(".*/src/test/java/", "").replaceFirst("\\.java$", "");
      return module().resolve("target/surefire-reports/TEST-" + name.replace('/', '.') + ".xml");
    }
  }

  @Test void eachRowNamesTestsOrSaysThatTheDemandIsNotMet() throws IOException {
    List<String> rows = ROW.matcher(table()).results().map(MatchResult::group).toList();
    assertThat(rows).hasSizeGreaterThan(20)
        .allSatisfy(row -> assertThat(USED.matcher(row).find() || row.contains("**not met**")).as(row).isTrue());
  }

  @Test void eachLinkIsUsedAndLeadsToATest() throws IOException {
    List<Named> tests = tests();
    assertThat(tests).extracting(Named::number).isNotEmpty().doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(
            USED.matcher(table()).results().map(link -> link.group(1)).distinct().toList());
    for (Named test : tests) {
      assertThat(test.source()).exists();
      assertThat(Files.readString(test.source())).as(test.source().toString())
          .containsPattern("void " + test.method() + "\\(");
    }
  }

  @Test void eachNamedTestRanAndPassed() throws IOException {
    var otherwise = new ArrayList<String>();
    for (Named test : tests())
      if (!test.source().toString().contains(OWN_MODULE)) // its tests may still be to come
        trouble(test).ifPresent(trouble -> otherwise.add(test.source().getFileName() + " " + test.method() + trouble));
    assertThat(otherwise).as("mvn verify of the whole project runs them").isEmpty();
  }

  private static Optional<String> trouble(Named test) throws IOException {
    if (!Files.exists(test.report())) return Optional.of(": its class did not run");
    String report = Files.readString(test.report());
    // A repeated or parameterized test has a case for each run, whose name begins with the method's.
    Pattern ran = Pattern
        .compile("<testcase name=\"" + test.method() + "\\b[^>]*?(?:/>|>(.*?)</testcase>)", Pattern.DOTALL);
    List<MatchResult> cases = ran.matcher(report).results().toList();
    if (cases.isEmpty()) return Optional.of(": did not run");
    boolean passed = cases.stream().map(one -> Optional.ofNullable(one.group(1)).orElse(""))
        .noneMatch(inside -> inside.contains("<failure") || inside.contains("<error") || inside.contains("<skipped"));
    return passed ? Optional.empty() : Optional.of(": did not pass");
  }

  private static List<Named> tests() throws IOException {
    return LINK.matcher(table()).results().map(Named::of).toList();
  }

  private static String table() throws IOException {
    return Files.readString(TABLE);
  }
}
