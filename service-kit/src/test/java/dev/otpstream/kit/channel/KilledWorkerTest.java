package dev.otpstream.kit.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.schemas.DeliveryOutcome;
import dev.otpstream.schemas.DeliveryResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A worker dies as by {@code kill -9}, with sends under way that its provider never answers. */
class KilledWorkerTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int IN_FLIGHT = 40;

  @Test void whatWasInFlightIsNotSentAgainAndEnds(@TempDir Path folder) {
    try (var bench = new Bench(folder); var admin = Admin.create(bench.platform().kafka().admin("test"))) {
      String servers = bench.platform().kafka().bootstrapServers();
      List<Long> inFlight = new ArrayList<>();
      List<Long> finished = new ArrayList<>();
      List<String> sent = new ArrayList<>();
      try (var worker = new WorkerProcess(servers, bench.keyFile())) {
        for (int i = 0; i < IN_FLIGHT; i++)
          inFlight.add(bench.order("sms", WorkerProcess.NEVER_ANSWERED + i));
        Awaitility.await().atMost(PATIENCE).until(() -> worker.sends().size() == IN_FLIGHT);
        for (int i = 0; i < 40; i++)
          finished.add(bench.order("sms", "+" + i));
        finished.forEach(bench::resultOf);
        // Every finished one is in the offsets or in the map of finished ones beside them.
        awaitSteady(admin);
        worker.kill();
        sent.addAll(worker.sends());
      }

      try (var worker = new WorkerProcess(servers, bench.keyFile())) {
        List<Long> later = IntStream.range(0, 10).mapToObj(i -> bench.order("sms", "+later" + i)).toList();

        assertThat(results(bench, inFlight)).extracting(DeliveryResult::getOutcome)
            .containsOnly(DeliveryOutcome.UNCLEAR);
        assertThat(results(bench, later)).extracting(DeliveryResult::getOutcome).containsOnly(DeliveryOutcome.SENT);
        assertThat(worker.sends()).hasSize(10);
        sent.addAll(worker.sends());
      }
      assertThat(sent).doesNotHaveDuplicates().hasSize(IN_FLIGHT + 40 + 10);
      assertThat(Stream.concat(inFlight.stream(), finished.stream())).allSatisfy(
          message -> assertThat(bench.resultsOf(message)).hasSize(1));
    }
  }

  private static List<DeliveryResult> results(Bench bench, List<Long> messages) {
    Awaitility.await().atMost(PATIENCE).until(() -> messages.stream().noneMatch(
        message -> bench.resultsOf(message).isEmpty()));
    return messages.stream().map(message -> bench.resultsOf(message).getFirst()).toList();
  }

  /** Waits until the group commits nothing new any more. */
  private static void awaitSteady(Admin admin) {
    Awaitility.await().during(Duration.ofMillis(500)).atMost(PATIENCE).until(new Callable<>() {
      private List<OffsetAndMetadata> before = List.of();

      @Override public Boolean call() throws ExecutionException, InterruptedException {
        var now = List.copyOf(admin.listConsumerGroupOffsets("channel-sms").partitionsToOffsetAndMetadata().get()
            .values());
        boolean steady = !now.isEmpty() && now.equals(before);
        before = now;
        return steady;
      }
    });
  }
}
