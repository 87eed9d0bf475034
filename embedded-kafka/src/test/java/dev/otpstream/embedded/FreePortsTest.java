package dev.otpstream.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FreePortsTest {
  @Test void eachIsFreeAndGivenOnce() {
    List<Integer> ports = IntStream.range(0, 50).mapToObj(_ -> FreePorts.next()).toList();

    assertThat(ports).doesNotHaveDuplicates().allMatch(FreePorts::isFree);
  }

  @Test void noOtherProcessGetsOursUntilWeEnd() throws Exception {
    int ours = FreePorts.next();
    String theirs = Claimer.run(Integer.toString(ours));

    assertThat(theirs).startsWith("false ");
    assertThat(FreePorts.claim(Integer.parseInt(theirs.substring("false ".length())))).as("what an ended process had")
        .isTrue();
  }

  /** A process that says whether it could claim a port, and another port that it got. */
  static final class Claimer {
    private Claimer() {}

    public static void main(String[] args) {
      System.out.println(FreePorts.claim(Integer.parseInt(args[0])) + " " + FreePorts.next());
    }

    private static String run(String port) throws IOException, InterruptedException {
      Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
          System.getProperty("java.class.path"), Claimer.class.getName(), port)
          .redirectError(ProcessBuilder.Redirect.INHERIT).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      assertThat(process.waitFor()).as(said).isZero();
      return said;
    }
  }
}
