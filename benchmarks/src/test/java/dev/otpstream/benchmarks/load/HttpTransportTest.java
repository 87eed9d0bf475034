package dev.otpstream.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.benchmarks.FakeServer;
import dev.otpstream.benchmarks.FakeServer.Said;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpTransportTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final HttpRequests REQUESTS = HttpRequests.post("localhost", "/echo").bearer("t");
  private final List<Reply> replies = new ArrayList<>();
  private final Loop loop = new Loop();

  @AfterEach void close() {
    loop.close();
  }

  @Test void carriesManyCallsAtOnceAndLongBodies() {
    String longBody = "x".repeat(300_000);
    try (var server = new FakeServer((_, body) -> new Said(200, body));
        var transport = new HttpTransport(loop, server.address(), LONG)) {
      for (int i = 0; i < 20; i++)
        transport.call(REQUESTS.with("\"" + i + "\""), replies::add);
      transport.call(REQUESTS.with(longBody), replies::add);
      await(transport, 21);

      assertThat(replies).contains(new Reply.Answer(200, longBody), new Reply.Answer(200, "\"7\""));
    }
  }

  @Test void saysWhatWentWrong() throws Exception {
    var never = new CountDownLatch(1);
    try (var server = new FakeServer((_, body) -> switch (body) {
      case "silent" -> new Said(never.await(LONG.toSeconds(), TimeUnit.SECONDS) ? 200 : 504, "");
      case "busy" -> new Said(503, "");
      default -> null;
    }); var transport = new HttpTransport(loop, server.address(), Duration.ofMillis(300))) {
      transport.call(REQUESTS.with("busy"), replies::add);
      await(transport, 1);
      transport.call(REQUESTS.with("break"), replies::add);
      await(transport, 2);
      transport.call(REQUESTS.with("silent"), replies::add);
      await(transport, 3);

      assertThat(replies).containsExactly(new Reply.Answer(503, ""), new Reply.NoAnswer("connection broken"),
          new Reply.NoAnswer("timeout"));
    }
  }

  @Test void saysThatNobodyListens() throws Exception {
    InetSocketAddress nobody;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = (InetSocketAddress) socket.getLocalSocketAddress();
    }
    try (var transport = new HttpTransport(loop, nobody, LONG)) {
      transport.call(REQUESTS.with("{}"), replies::add);
      await(transport, 1);

      assertThat(replies).containsExactly(new Reply.NoAnswer("no connection"));
    }
  }

  /** The same as on the virtual clock, over real sockets: lower bounds only, since machines may be slow. */
  @Test void aServerThatStallsIsSeenInTheLatencyOfAllThatWasDue() {
    var calls = new AtomicInteger();
    Duration stall = Duration.ofMillis(400);
    Scenario scenario = (transport, done) -> {
      transport.call(REQUESTS.with("{}"), reply -> done.report(
          reply instanceof Reply.Answer answer && answer.status() == 200
              ? Outcome.good(1)
              : Outcome.failed(1, "status 503")));
      return true;
    };
    var plan = new Plan(new Pace.Fixed(200), Duration.ZERO, Duration.ofSeconds(1), 1, LONG);
    try (var server = new FakeServer((_, _) -> {
      int call = calls.incrementAndGet();
      if (call == 20) stallFor(stall);
      return call == 21 ? new Said(503, "") : new Said(200, "{}");
    }); var transport = new HttpTransport(loop, server.address(), LONG)) {

      Recording recording = Load.run(transport, System::nanoTime, scenario, plan, new Watcher() {
        @Override public void windowOpens() {}

        @Override public void windowCloses() {}
      });

      assertThat(recording.ok()).isEqualTo(199);
      assertThat(recording.errors()).containsEntry("status 503", 1L);
      assertThat(recording.latency().getMaxValue()).isGreaterThanOrEqualTo(400_000);
      long dueInTheFirstHalf = recording.latency().getCountBetweenValues(200_000, Long.MAX_VALUE);
      assertThat(dueInTheFirstHalf).isGreaterThanOrEqualTo(39); // 200/s for 200 ms, but for the failed one
    }
  }

  private static void stallFor(Duration time) throws InterruptedException {
    boolean opened = new CountDownLatch(1).await(time.toMillis(), TimeUnit.MILLISECONDS);
    assertThat(opened).isFalse();
  }

  private void await(Transport transport, int count) {
    long giveUpNs = System.nanoTime() + LONG.toNanos();
    while (replies.size() < count && System.nanoTime() < giveUpNs)
      transport.poll(10_000_000);
    assertThat(replies).hasSize(count);
  }
}
