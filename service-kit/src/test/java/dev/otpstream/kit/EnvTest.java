package dev.otpstream.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvTest {
  private static final Duration OTHER = Duration.ofSeconds(7);

  @Test void whatIsNotSetOrBlankHasItsDefault() {
    Env env = Env.of(Map.of("BLANK", "  "));
    assertThat(env.string("BLANK", "a")).isEqualTo("a");
    assertThat(env.integer("ABSENT", 5, 0, 9)).isEqualTo(5);
    assertThat(env.flag("ABSENT", true)).isTrue();
    assertThat(env.duration("ABSENT", OTHER)).isEqualTo(OTHER);
    assertThat(env.find("BLANK")).isEmpty();
    env.failOnProblems();
  }

  @ParameterizedTest
  @CsvSource({"500ms,PT0.5S", "30s,PT30S", "5m,PT5M", "72h,PT72H", "30d,P30D"}) void aTimeSpanHasAUnit(String value,
      Duration span) {
    assertThat(Env.of(Map.of("SPAN", value)).duration("SPAN", OTHER)).isEqualTo(span);
  }

  @ParameterizedTest
  @ValueSource(strings = {"30", "s", "-1s", "1 s", "1.5s", "1w", "9999999999999s"}) void anyOtherSpanIsAProblem(
      String value) {
    Env env = Env.of(Map.of("SPAN", value));
    assertThat(env.duration("SPAN", OTHER)).isEqualTo(OTHER);
    assertThatThrownBy(env::failOnProblems).isInstanceOf(Env.BadSettings.class).hasMessageContaining("SPAN");
  }

  @Test void severalSpansAreSeparatedByCommas() {
    assertThat(Env.of(Map.of("SPANS", "0s, 30s,1m")).durations("SPANS", List.of()))
        .containsExactly(Duration.ZERO, Duration.ofSeconds(30), Duration.ofMinutes(1));
  }

  @Test void anAddressLosesItsLastSlash() {
    assertThat(Env.of(Map.of("URL", "https://otp.example/")).uri("URL", null))
        .isEqualTo(URI.create("https://otp.example"));
  }

  @Test void allProblemsAreNamedInOneMessage() {
    Env env = Env.of(Map.of("NUMBER", "12", "FLAG", "yes", "URL", "ftp://otp.example"));
    env.required("MISSING");
    env.secret("TOKEN");
    env.integer("NUMBER", 1, 0, 9);
    env.flag("FLAG", false);
    env.uri("URL", null);
    env.problem("one of our own");
    assertThatThrownBy(env::failOnProblems).isInstanceOf(Env.BadSettings.class)
        .hasMessageContainingAll("MISSING is not set", "TOKEN is not set", "NUMBER is not a whole number from 0 to 9",
            "FLAG is not true or false", "URL is not an http or https URL", "one of our own");
  }

  @Test void aSecretDoesNotPrint() {
    Secret secret = Env.of(Map.of("TOKEN", "hush")).secret("TOKEN");
    assertThat(secret.reveal()).isEqualTo("hush");
    assertThat(secret.toString()).doesNotContain("hush");
  }

  @Test void defaultsFillOnlyWhatIsNotSet() {
    Env env = Env.of(Map.of("SET", "mine", "BLANK", "")).withDefaults(Map.of("SET", "theirs", "BLANK", "theirs"));
    assertThat(env.string("SET", "")).isEqualTo("mine");
    assertThat(env.string("BLANK", "")).isEqualTo("theirs");
  }

  @Test void aFileMayHoldWhatIsNotSet(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("token"), "from the file\n");
    Env env = Env.of(Map.of("TOKEN_FILE", file.toString(), "BOTH", "set", "BOTH_FILE", file.toString(),
        "KAFKA_SASL_JAAS_CONFIG_FILE", file.toString()));
    assertThat(env.secret("TOKEN").reveal()).isEqualTo("from the file");
    assertThat(env.string("BOTH", "")).isEqualTo("set");
    assertThat(env.withPrefix("KAFKA_")).containsExactly(Map.entry("SASL_JAAS_CONFIG", "from the file"));
    env.failOnProblems();
  }

  @Test void aFileThatCannotBeReadIsAProblem(@TempDir Path folder) {
    Env env = Env.of(Map.of("TOKEN_FILE", folder.resolve("absent").toString()));
    assertThat(env.secret("TOKEN").isEmpty()).isTrue();
    assertThatThrownBy(env::failOnProblems).hasMessageContaining("TOKEN_FILE names a file that cannot be read");
  }

  @Test void aRehearsalNeverGoesOn() {
    Env env = Env.of(Map.of("COUNT", "many")).rehearsal();
    assertThatThrownBy(env::failOnProblems).isInstanceOfSatisfying(Env.BadSettings.class,
        well -> assertThat(well.problems()).isEmpty());
    env.integer("COUNT", 1, 0, 9);
    assertThatThrownBy(env::failOnProblems).isInstanceOfSatisfying(Env.BadSettings.class,
        bad -> assertThat(bad.problems()).containsExactly("COUNT is not a whole number from 0 to 9"));
  }
}
