package dev.otpstream.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  @Test void aRecordWithoutATraceGetsOneThatStays() {
    Headers first = DeadLetters.headers(new RecordHeaders(), "otp.commands", 3, 1, "otp-engine", "first");
    Headers again = DeadLetters.headers(new RecordHeaders(), "otp.commands", 3, 1, "otp-engine", "first");
    Headers other = DeadLetters.headers(new RecordHeaders(), "otp.commands", 3, 2, "otp-engine", "first");

    assertThat(text(first, DeadLetters.TRACE)).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-00")
        .isEqualTo(text(again, DeadLetters.TRACE)).isNotEqualTo(text(other, DeadLetters.TRACE));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 900_000, 1_044_480, 1_048_000}) void aLetterIsNeverTooLarge(int bytes) {
    var record = new ConsumerRecord<>("otp.commands", 3, 4711, new byte[]{1}, new byte[bytes]);
    record.headers().add("large", new byte[100_000]);

    var letter = DeadLetters.letter(record, "otp-engine", "x".repeat(100_000));

    int size = letter.value() == null ? 0 : letter.value().length;
    for (Header header : letter.headers())
      size += header.key().length() + header.value().length;
    assertThat(size).isLessThan(1 << 20);
    assertThat(letter.headers().lastHeader(DeadLetters.CUT) != null).isEqualTo(letter.value() == null);
    assertThat(text(letter.headers(), DeadLetters.ORIGIN_OFFSET)).isEqualTo("4711");
  }

  @Test void whatIsPutBackHasItsOwnHeadersAndTheTrace() {
    var origin = new RecordHeaders();
    origin.add("own", new byte[]{7});
    Headers letter = DeadLetters.headers(origin, "otp.commands", 3, 1, "otp-engine", "first");

    Headers back = DeadLetters.originHeaders(letter);

    assertThat(back).extracting(Header::key).containsExactlyInAnyOrder("own", DeadLetters.TRACE);
  }

  private static String text(Headers headers, String name) {
    return new String(headers.lastHeader(name).value(), StandardCharsets.UTF_8);
  }
}
