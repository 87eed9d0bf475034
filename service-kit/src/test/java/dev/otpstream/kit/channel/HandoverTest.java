package dev.otpstream.kit.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.schemas.DeliveryOutcome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another worker takes over partitions while sends are in flight. */
class HandoverTest {
  private static final WorkerConfig CONFIG = new WorkerConfig(50, 0, WorkerConfig.RETRY_WAITS_DEFAULT,
      Optional.empty());
  private final FakeChannel first = new FakeChannel("sms");
  private final FakeChannel second = new FakeChannel("sms");
  private Bench bench;

  @BeforeEach void start(@TempDir Path folder) {
    bench = new Bench(folder);
  }

  @AfterEach void stop() {
    bench.close();
  }

  @Test void whatIsInFlightIsNotSentAgainByTheNewOwner() {
    var answers = new CountDownLatch(1);
    for (int i = 0; i < 20; i++)
      first.hangs("+" + i, answers);
    try (var older = worker(first)) {
      Awaitility.await().until(() -> hasPartitions(older));
      List<Long> messages = new ArrayList<>();
      for (int i = 0; i < 20; i++)
        messages.add(bench.order("sms", "+" + i));
      Awaitility.await().until(() -> first.sends().size() == 20);

      try (var newer = worker(second)) {
        Awaitility.await().until(() -> older.isHandingOver() || hasPartitions(newer));
        answers.countDown();

        for (long message : messages)
          assertThat(bench.resultOf(message).getOutcome()).isEqualTo(DeliveryOutcome.SENT);
        // The new owner works, and so has passed what was committed for it.
        while (second.sends().isEmpty())
          bench.resultOf(bench.order("sms", "+later"));
      }
    }
    assertThat(second.sends()).extracting(OpenDispatch::recipient).containsOnly("+later");
  }

  @Test void aWorkerThatComesAndGoesUnderLoadRepeatsNothing() {
    List<Long> messages = new ArrayList<>();
    try (var older = worker(first)) {
      Awaitility.await().until(() -> hasPartitions(older));
      try (var newer = worker(second)) {
        while (!hasPartitions(newer) || second.sends().size() < 50)
          orderSlow(messages);
      }
      for (int i = 0; i < 5; i++)
        orderSlow(messages);
      for (long message : messages)
        assertThat(bench.resultOf(message).getOutcome()).isEqualTo(DeliveryOutcome.SENT);
    }
    assertThat(Stream.concat(first.sends().stream(), second.sends().stream()).map(OpenDispatch::recipient))
        .doesNotHaveDuplicates().hasSize(messages.size());
  }

  /** Orders some dispatches that take a while, whoever sends them, and waits for the last one. */
  private void orderSlow(List<Long> messages) {
    for (int i = 0; i < 20; i++) {
      int number = messages.size();
      FakeChannel.Behaviour slow = () -> {
        TimeUnit.MILLISECONDS.sleep(20 + number % 50); // the provider's time, not the test's
        return FakeChannel.ACCEPTED;
      };
      first.does("+" + number, slow);
      second.does("+" + number, slow);
      messages.add(bench.order("sms", "+" + number));
    }
    bench.resultOf(messages.getLast());
  }

  private ChannelWorker worker(FakeChannel channel) {
    return new ChannelWorker(bench.platform(), channel, CONFIG);
  }

  private static boolean hasPartitions(ChannelWorker worker) {
    return worker.readiness().detail().equals("ready");
  }
}
