package dev.otpstream.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The table of the fronts names tests, and they exist. */
class FrontsTableTest {
  private static final Path TABLE = Path.of("..", "docs", "fronts", "README.md");
  private static final Pattern TEST = Pattern.compile("(?m)^\\[(\\d+)]: (\\S+) \"(\\w+)\"$");
  private static final Pattern USED = Pattern.compile("]\\[(\\d+)]");

  @Test void eachTestThatTheTableNamesExists() throws IOException {
    String table = Files.readString(TABLE);
    for (MatchResult test : TEST.matcher(table).results().toList()) {
      Path source = TABLE.resolveSibling(test.group(2));
      assertThat(source).exists();
      assertThat(Files.readString(source)).as(source.toString()).contains("void " + test.group(3) + "(");
    }
  }

  @Test void eachLinkOfTheTableLeadsToATestAndNoneIsIdle() throws IOException {
    String table = Files.readString(TABLE);
    assertThat(TEST.matcher(table).results().map(test -> test.group(1)).toList()).isNotEmpty().doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(
            USED.matcher(table).results().map(link -> link.group(1)).distinct().toList());
  }
}
