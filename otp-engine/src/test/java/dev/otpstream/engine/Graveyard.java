package dev.otpstream.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.schemas.DeadLetters;
import dev.otpstream.schemas.OtpCommand;
import dev.otpstream.schemas.Send;
import dev.otpstream.schemas.SendAccepted;
import dev.otpstream.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;

/** Pipes what must be buried, and sees that it is and that life goes on. */
abstract class Graveyard {
  static final String GOOD_KEY = "a1/token";
  static final int MEGABYTE = 1 << 20;
  final TestEngine engine = new TestEngine();
  final Calls calls = new Calls(engine.keys);
  final List<TestRecord<String, byte[]>> all = new ArrayList<>();

  @AfterEach void close() {
    engine.close();
  }

  void poison(String name, OtpCommand command) {
    poison(name, engine.bytes(Topics.COMMANDS, command));
  }

  void poison(String name, byte[] bytes) {
    engine.raw(Topics.COMMANDS.name(), GOOD_KEY, bytes, new RecordHeaders(), engine.now());
    buried(name, Topics.COMMANDS.name());
    assertThat(engine.replies()).as(name).isEmpty();
    lifeGoesOn();
  }

  TestRecord<String, byte[]> buried(String name, String topic) {
    List<TestRecord<String, byte[]>> letters = engine.deadLetters();
    assertThat(letters).as(name).isNotEmpty();
    all.addAll(letters);
    TestRecord<String, byte[]> letter = letters.getLast();
    assertThat(reason(letter)).as(name).isNotBlank();
    assertThat(header(letter, DeadLetters.ORIGIN_TOPIC)).as(name).isEqualTo(topic);
    assertThat(header(letter, DeadLetters.ORIGIN_PARTITION)).isEqualTo("0");
    assertThat(header(letter, DeadLetters.ORIGIN_OFFSET)).matches("\\d+");
    assertThat(header(letter, DeadLetters.SERVICE)).isEqualTo("otp-engine");
    assertThat(engine.count("otp.dead.letters", "topic", topic)).isPositive();
    return letter;
  }

  /** The records after it are served. */
  void lifeGoesOn() {
    engine.command(calls.routingKey(), calls.command(calls.text("sms").build()));
    assertThat(engine.reply().getBody()).isInstanceOf(SendAccepted.class);
    Stream.of("otp.status", "otp.dispatch.sms").forEach(engine::records);
  }

  OtpCommand command(Send.Builder send) {
    return calls.command(send.build());
  }

  static String reason(TestRecord<String, byte[]> letter) {
    return header(letter, DeadLetters.REASON);
  }

  static String header(TestRecord<String, byte[]> letter, String name) {
    return new String(letter.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }
}
