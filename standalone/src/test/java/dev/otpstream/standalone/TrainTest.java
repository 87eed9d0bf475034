package dev.otpstream.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.kit.Env;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@code otp train} on a whole platform. */
class TrainTest {
  @Test void codesAreSentReceivedAndVerifiedAndNothingIsLeftBehind() {
    var said = new StringWriter();
    var line = Otp.commandLine(Env.of(Map.of())).setOut(new PrintWriter(said));
    assertThat(line.execute("train", "--seconds", "2")).isZero();
    assertThat(said.toString()).matches("trained with [1-9]\\d* codes sent, received and verified\\R");
    assertThat(Files.exists(Path.of("data", "train-" + ProcessHandle.current().pid()))).isFalse();
  }
}
