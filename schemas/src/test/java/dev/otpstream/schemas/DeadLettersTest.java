package dev.otpstream.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class DeadLettersTest {
  @Test void theHeadersSayWhereItCameFromAndWhy() {
    var origin = new RecordHeaders();
    origin.add("traceparent", new byte[]{1});

    Headers headers = DeadLetters.headers(origin, "otp.commands", 3, 4711, "otp-engine", "no key or no value");

    assertThat(text(headers, DeadLetters.ORIGIN_TOPIC)).isEqualTo("otp.commands");
    assertThat(text(headers, DeadLetters.ORIGIN_PARTITION)).isEqualTo("3");
    assertThat(text(headers, DeadLetters.ORIGIN_OFFSET)).isEqualTo("4711");
    assertThat(text(headers, DeadLetters.SERVICE)).isEqualTo("otp-engine");
    assertThat(text(headers, DeadLetters.REASON)).isEqualTo("no key or no value");
    assertThat(headers.lastHeader("traceparent").value()).containsExactly(1);
    assertThat(origin.toArray()).as("the origin's are left alone").hasSize(1);
  }

  @Test void aRecordThatIsBuriedAgainNamesItsNewestPlaceOnce() {
    Headers first = DeadLetters.headers(new RecordHeaders(), "otp.commands", 3, 1, "otp-engine", "first");
    Headers second = DeadLetters.headers(first, "otp.commands", 3, 2, "otp-engine", "second");

    assertThat(second.headers(DeadLetters.REASON)).hasSize(1);
    assertThat(text(second, DeadLetters.REASON)).isEqualTo("second");
  }

  private static String text(Headers headers, String name) {
    return new String(headers.lastHeader(name).value(), StandardCharsets.UTF_8);
  }
}
