package dev.otpstream.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class CoreValuesTest {
  @Test void digestsAreEqualByContentAndPrintNothing() {
    assertThat(digest("482916")).isEqualTo(digest("482916")).hasSameHashCodeAs(digest("482916"));
    assertThat(digest("482916")).isNotEqualTo(digest("482917")).isNotEqualTo(digest("4829160"));
    assertThat(digest("482916").toString()).isEqualTo("CodeDigest[redacted]");
  }

  @Test void sealedThingsAreEqualByContentAndPrintNothing() {
    var one = new Sealed("text".getBytes(StandardCharsets.UTF_8));
    assertThat(one).isEqualTo(new Sealed("text".getBytes(StandardCharsets.UTF_8)))
        .hasSameHashCodeAs(new Sealed("text".getBytes(StandardCharsets.UTF_8)))
        .isNotEqualTo(new Sealed("texT".getBytes(StandardCharsets.UTF_8)));
    assertThat(one.toString()).isEqualTo("Sealed[redacted]");
  }

  @Test void theDefaultLadderNeverShrinks() {
    var ladder = Limits.DEFAULT.coolDown();
    assertThat(ladder).isSorted();
    assertThat(Limits.DEFAULT.coolDownReset()).isGreaterThan(ladder.getLast());
  }

  private static CodeDigest digest(String code) {
    return new CodeDigest(code.getBytes(StandardCharsets.UTF_8));
  }
}
