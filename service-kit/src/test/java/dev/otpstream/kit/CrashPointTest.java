package dev.otpstream.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CrashPointTest {
  private record Ended(int status, String said) {}

  @ParameterizedTest
  @CsvSource({"worker-took,'1'", "worker-took:1,'1'", "worker-took:3,'123'"}) void theArmedPointEndsTheProcessAtOnce(
      String setting, String said) throws Exception {
    Ended ended = walk(setting);
    // the shutdown hook would have said "stopped", the finally block "left"
    assertThat(ended).isEqualTo(new Ended(CrashPoint.EXIT_STATUS, said));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "worker-took:5", "engine-took"}) void anyOtherLetsTheProcessGoOn(String setting)
      throws Exception {
    assertThat(walk(setting)).isEqualTo(new Ended(0, "1234 left stopped"));
  }

  @Test void eachPointHasAWordOfItsOwnThatCanBeSet() {
    assertThat(Arrays.stream(CrashPoint.values()).map(CrashPoint::word)).doesNotHaveDuplicates().allSatisfy(word -> {
      Env env = Env.of(Map.of("OTP_CRASH_AT", word + ":7"));
      CrashPoint.check(env);
      env.failOnProblems();
    });
  }

  @ParameterizedTest
  @ValueSource(strings = {"nowhere", "worker-took:0", "worker-took:x", "WORKER_TOOK",
    ":1"}) void aPointThatDoesNotExistIsAProblemOfTheSettings(String setting) {
    Env env = Env.of(Map.of("OTP_CRASH_AT", setting));
    CrashPoint.check(env);
    assertThatThrownBy(env::failOnProblems).isInstanceOf(Env.BadSettings.class).hasMessageContaining("OTP_CRASH_AT");
  }

  private static Ended walk(String setting) throws IOException, InterruptedException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var builder = new ProcessBuilder(java, "-Xmx64m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp",
        System.getProperty("java.class.path"), Walk.class.getName()).redirectErrorStream(false);
    builder.environment().put("OTP_CRASH_AT", setting);
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return new Ended(process.exitValue(), said);
  }

  /** Passes one point four times. */
  static final class Walk {
    private Walk() {}

    public static void main(String[] args) {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> say(" stopped")));
      try {
        for (int step = 1; step <= 4; step++) {
          say(Integer.toString(step));
          CrashPoint.WORKER_TOOK.pass();
        }
      } finally {
        say(" left");
      }
    }

    private static void say(String word) {
      System.out.print(word);
      System.out.flush();
    }
  }
}
