package dev.otpstream.ingress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.otpstream.ingress.front.HttpConfig;
import dev.otpstream.ingress.front.HttpEdge;
import dev.otpstream.ingress.zapnoty.TestProject;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;

/** A stop that cuts nobody off; repeated, since the moment between answer and close is short. */
class HttpEdgeStopTest {
  private static final int CALLS = 20;

  @RepeatedTest(10) void whoeverIsInsideIsAnsweredWhole() {
    var release = new CountDownLatch(1);
    var engine = new FakeEngine();
    engine.onSend(_ -> {
      awaitUninterruptibly(release);
      return engine.accepted();
    });
    var meters = new SimpleMeterRegistry();
    var edge = new HttpEdge(
        new HttpConfig("127.0.0.1", 0, 1 << 20, 100, Duration.ofSeconds(5), Duration.ofSeconds(10)),
        List.of(TestProject.dialect(new FakeCallers(), engine)),
        meters);
    try (var http = new HttpCaller(edge.port())) {
      List<CompletableFuture<HttpResponse<String>>> calls = IntStream.range(0, CALLS)
          .mapToObj(_ -> http.postAsync("/v1/otp/send", FakeCallers.KEY, "{\"phone\":\"380971234567\"}")).toList();
      await().until(() -> meters.get("otp.http.inside").gauge().value() == CALLS);
      var closing = CompletableFuture.runAsync(edge::close);
      release.countDown();
      assertThat(calls).allSatisfy(call -> assertThat(call.join().statusCode()).isEqualTo(200));
      closing.join();
    }
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
