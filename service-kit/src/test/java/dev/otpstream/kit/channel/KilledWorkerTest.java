package dev.otpstream.kit.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A worker dies as by {@code kill -9}, behind a send that never ended. */
class KilledWorkerTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Test void onlyWhatWasInFlightIsSentAgain(@TempDir Path folder) {
    try (var bench = new Bench(folder); var admin = Admin.create(bench.platform().kafka().admin("test"))) {
      String servers = bench.platform().kafka().bootstrapServers();
      List<Long> messages = new ArrayList<>();
      List<String> finished = new ArrayList<>();
      try (var worker = new WorkerProcess(servers, bench.keyFile())) {
        bench.order("sms", WorkerProcess.NEVER_ANSWERED);
        Awaitility.await().atMost(PATIENCE).until(() -> worker.sends().contains(WorkerProcess.NEVER_ANSWERED));
        for (int i = 0; i < 40; i++) {
          messages.add(bench.order("sms", "+" + i));
          finished.add("+" + i);
        }
        messages.forEach(bench::resultOf);
        // Every finished one is in the offsets or in the map of finished ones beside them.
        awaitSteady(admin);
        worker.kill();
      }

      try (var worker = new WorkerProcess(servers, bench.keyFile())) {
        long last = bench.order("sms", "+last");
        Awaitility.await().atMost(PATIENCE).until(() -> !bench.resultsOf(last).isEmpty());
        Awaitility.await().atMost(PATIENCE).until(() -> worker.sends().contains(WorkerProcess.NEVER_ANSWERED));

        assertThat(worker.sends()).doesNotContainAnyElementsOf(finished).contains("+last");
      }
    }
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
