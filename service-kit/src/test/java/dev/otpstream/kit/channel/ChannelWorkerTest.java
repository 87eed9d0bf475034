package dev.otpstream.kit.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.kit.channel.SendOutcome.Rejected;
import dev.otpstream.kit.channel.SendOutcome.Throttled;
import dev.otpstream.kit.channel.SendOutcome.Unavailable;
import dev.otpstream.kit.channel.SendOutcome.Unclear;
import dev.otpstream.schemas.DeadLetters;
import dev.otpstream.schemas.DeliveryOutcome;
import dev.otpstream.schemas.Reason;
import dev.otpstream.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The worker on a real broker. */
class ChannelWorkerTest {
  private static final WorkerConfig QUICK = new WorkerConfig(8, 0, List.of(Duration.ofMillis(50)), Optional.empty());
  private static Bench bench;
  private final FakeChannel channel = new FakeChannel("sms");

  @BeforeAll static void start(@TempDir Path folder) {
    bench = new Bench(folder);
  }

  @AfterAll static void stop() {
    bench.close();
  }

  @Test void everyDispatchIsSentOnceAndReported() {
    try (var worker = worker()) {
      Awaitility.await().until(() -> worker.readiness().ready());
      var messages = IntStream.range(0, 50).mapToObj(i -> bench.order("sms", "+38050" + i)).toList();

      for (long message : messages)
        assertThat(bench.resultOf(message).getOutcome()).isEqualTo(DeliveryOutcome.SENT);
    }
    assertThat(channel.sends()).hasSize(50);
    assertThat(channel.isClosed()).isTrue();
  }

  @Test void aRefusalIsReportedInBothWords() {
    channel.answers("+1", new Rejected(Reason.RECIPIENT_BLOCKED, "BLOCKED_BY_USER"));
    try (var _ = worker()) {
      var result = bench.resultOf(bench.order("sms", "+1"));
      assertThat(result.getOutcome()).isEqualTo(DeliveryOutcome.REFUSED);
      assertThat(result.getReason()).isEqualTo(Reason.RECIPIENT_BLOCKED);
      assertThat(result.getProviderCode()).isEqualTo("BLOCKED_BY_USER");
      assertThat(result.getChannel()).isEqualTo("sms");
      assertThat(result.getProvider()).isEqualTo("fake");
    }
  }

  @Test void aThrottledDispatchIsSentLater() {
    channel.answers("+1", new Throttled(Duration.ofMillis(200)), new Unavailable("down"));
    try (var _ = worker()) {
      var result = bench.resultOf(bench.order("sms", "+1"));
      assertThat(result.getOutcome()).isEqualTo(DeliveryOutcome.REFUSED); // one retry is all that QUICK gives
      assertThat(result.getTries()).isEqualTo(2);
    }
  }

  @Test void whatMayHaveGoneOutIsNotSentAgainEvenByTheNextWorker() {
    channel.answers("+1", new Unclear("silence"));
    long message;
    try (var _ = worker()) {
      message = bench.order("sms", "+1");
      assertThat(bench.resultOf(message).getOutcome()).isEqualTo(DeliveryOutcome.UNCLEAR);
    }
    try (var _ = worker()) {
      bench.resultOf(bench.order("sms", "+2"));
    }
    assertThat(channel.sendsTo("+1")).hasSize(1);
    assertThat(bench.resultsOf(message)).hasSize(1);
  }

  @Test void aSlowSendHoldsUpNobody() {
    var answer = new CountDownLatch(1);
    channel.hangs("+slow", answer);
    try (var _ = worker()) {
      long slow = bench.order("sms", "+slow");
      Awaitility.await().until(() -> channel.sendsTo("+slow").size() == 1);
      for (int i = 0; i < 30; i++)
        assertThat(bench.resultOf(bench.order("sms", "+quick")).getOutcome()).isEqualTo(DeliveryOutcome.SENT);
      assertThat(bench.resultsOf(slow)).isEmpty();

      answer.countDown();
      assertThat(bench.resultOf(slow).getOutcome()).isEqualTo(DeliveryOutcome.SENT);
    }
  }

  @Test void aPoisonedRecordIsKeptAndTheOthersMoveOn() {
    try (var _ = worker()) {
      byte[] poison = "poison".getBytes(StandardCharsets.UTF_8);
      bench.produce(new ProducerRecord<>(Topics.DISPATCH_SMS.name(), poison));
      long message = bench.order("sms", "+1");

      assertThat(bench.resultOf(message).getOutcome()).isEqualTo(DeliveryOutcome.SENT);
      var letter = bench.letterFrom(Topics.DISPATCH_SMS.name());
      assertThat(letter.value()).isEqualTo(poison);
      assertThat(letter.headers().lastHeader(DeadLetters.SERVICE).value())
          .isEqualTo("channel-sms".getBytes(StandardCharsets.UTF_8));
    }
  }

  @Test void anExpiredDispatchIsDropped() {
    try (var _ = worker()) {
      var result = bench.resultOf(bench.order("sms", "+1", Instant.now().minusSeconds(1)));
      assertThat(result.getOutcome()).isEqualTo(DeliveryOutcome.DROPPED);
      assertThat(result.getReason()).isEqualTo(Reason.EXPIRED);
    }
    assertThat(channel.sends()).isEmpty();
  }

  @Test void aStopEndsWhatIsInFlightAndRepeatsNothing() {
    var answer = new CountDownLatch(1);
    channel.hangs("+1", answer);
    var worker = worker();
    long message = bench.order("sms", "+1");
    Awaitility.await().until(() -> channel.sendsTo("+1").size() == 1);

    Thread stop = Thread.ofVirtual().start(worker::close);
    Awaitility.await().until(() -> !worker.readiness().ready());
    answer.countDown();
    Awaitility.await().until(() -> !stop.isAlive());

    assertThat(bench.resultOf(message).getOutcome()).isEqualTo(DeliveryOutcome.SENT);
    try (var _ = worker()) {
      bench.resultOf(bench.order("sms", "+2"));
    }
    assertThat(channel.sendsTo("+1")).hasSize(1);
  }

  @Test void theRateIsHeldWithoutHoldingThreads() {
    try (var _ = new ChannelWorker(bench.platform(), channel,
        new WorkerConfig(1, 20, QUICK.retryWaits(), Optional.empty()))) {
      Instant began = Instant.now();
      var messages = IntStream.range(0, 25).mapToObj(i -> bench.order("sms", "+1" + i)).toList();
      for (long message : messages)
        assertThat(bench.resultOf(message).getOutcome()).isEqualTo(DeliveryOutcome.SENT);
      // The first three need not wait: one has its turn, two make up for idle time.
      assertThat(Duration.between(began, Instant.now())).isGreaterThanOrEqualTo(Duration.ofMillis(22 * 50));
    }
  }

  @Test void operatorsSeeTheSends() {
    try (var _ = worker()) {
      bench.resultOf(bench.order("sms", "+1"));
      String page = bench.platform().meters().scrape();
      assertThat(page)
          .contains("otp_sends_total{channel=\"sms\",outcome=\"accepted\",provider=\"fake\"}")
          .contains("otp_send_seconds_count{channel=\"sms\",provider=\"fake\"}")
          .contains("otp_dispatch_age_seconds_count{channel=\"sms\",provider=\"fake\"}")
          .contains("otp_sends_in_flight{channel=\"sms\",provider=\"fake\"}");
    }
  }

  private ChannelWorker worker() {
    return new ChannelWorker(bench.platform(), channel, QUICK);
  }
}
