package dev.otpstream.engine;

import static dev.otpstream.engine.Scenario.RIGHT_CODE;
import static dev.otpstream.engine.Scenario.WRONG_CODE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.schemas.DeliveryOutcome;
import dev.otpstream.schemas.StatusType;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;

/** Whoever reads every topic and every store's changelog learns no code, no number, no text and no URL. */
class NothingReadableTest {
  @Test void noTopicAndNoStoreHoldsASecretInClear() {
    try (var story = Scenario.begins()) {
      story.sends(story.calls.code("telegram", "sms").setReference("a1/order-7")
          .setHooks(List.of(story.calls.hook(StatusType.values())))).receipt("early", DeliveryOutcome.DELIVERED);
      story.thenDispatches(1, "telegram");
      String code = story.code;
      story.sent(1, "early").fails(1).attempts(WRONG_CODE).asks(Calls.once(story.calls.command(
          story.calls.guess(story.resolved(RIGHT_CODE))), "key"));

      List<String> secrets = List.of(code, Calls.PHONE.substring(1), Calls.TEXT, "caller.example");
      assertThat(story.engine.topics()).contains("otp.status", "otp.webhooks", "otp.replies",
          "otp-engine-state-changelog");
      for (String topic : story.engine.topics())
        for (String written : story.engine.records(topic).stream().map(NothingReadableTest::everything).toList())
          assertThat(written).as(topic).doesNotContain(secrets);
    }
  }

  @Test void thePublicStreamHasTheMaskedNumberOnly() {
    try (var story = Scenario.issued("sms")) {
      assertThat(story.engine.statuses().toString()).contains("+38097*****67").doesNotContain("1234567");
    }
  }

  private static String everything(TestRecord<String, byte[]> record) {
    var bytes = new ByteArrayOutputStream();
    if (record.key() != null) bytes.writeBytes(record.key().getBytes(StandardCharsets.UTF_8));
    bytes.write('|');
    if (record.value() != null) bytes.writeBytes(record.value());
    Stream.of(record.headers().toArray()).forEach(header -> bytes.writeBytes(header.value()));
    return bytes.toString(StandardCharsets.ISO_8859_1);
  }
}
