package dev.otpstream.ingress.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.otpstream.ingress.HttpCaller;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Others are served while somebody attacks, and nothing of the attack is left behind. Figures are printed. */
class UnderAttackTest {
  private static final int SOCKETS = 500;
  private static final int CALLS = 300;
  private static final Duration ATTACK_MAX = Duration.ofMinutes(2);
  private static final String LONG_BODY = "POST /v1/otp/send HTTP/1.1¶Host: x¶Authorization: Bearer $ZAPNOTY¶Content-Type: "
      + "application/json¶Connection: close¶Content-Length: $LEN¶¶«[*30»«[{},1],*90000»";
  @TempDir
  private Path folder;
  private Target target;
  private HttpCaller http;

  @BeforeEach void start() {
    target = new Target(folder);
    http = new HttpCaller(target.port());
  }

  @AfterEach void stop() {
    http.close();
    target.close();
  }

  @Test void othersAreServedDuringAnAttackAndNothingIsLeftOfIt() throws Exception {
    usualCalls(CALLS); // the JVM warms up
    long quietP99 = p99(usualCalls(CALLS));
    long heapBefore = heap();

    try (var loris = new Loris(target.port(), SOCKETS); var attackers = Executors.newFixedThreadPool(3)) {
      var over = new CountDownLatch(1);
      List<Future<Integer>> attacks = attacks(attackers, over);
      var attackP99 = new ArrayList<Long>();
      long deadline = System.nanoTime() + ATTACK_MAX.toNanos();
      while (loris.holding() > 0 && System.nanoTime() < deadline) {
        attackP99.addAll(usualCalls(CALLS / 10));
        loris.drip();
      }
      over.countDown();
      int requests = 0;
      for (Future<Integer> attack : attacks)
        requests += attack.get(1, TimeUnit.MINUTES);

      assertThat(loris.holding()).as("connections that drip").isZero();
      assertThat(requests).isPositive();
      System.out.printf("attack: %d sockets, %d hostile requests; p99 of others %.1f ms, quiet %.1f ms, ratio %.1f%n",
          SOCKETS, requests, p99(attackP99) / 1e6, quietP99 / 1e6, (double) p99(attackP99) / quietP99);
    }

    http.close();
    await().atMost(Duration.ofSeconds(30)).until(() -> target.gauge("otp.http.connections") == 0);
    await().atMost(Duration.ofSeconds(30)).until(() -> target.gauge("otp.http.inside") == 0);
    assertThat(target.gauge("otp.http.bodies.bytes")).isZero();
    System.out.printf("heap: %d MB before the attack, %d MB after%n", heapBefore >> 20, heap() >> 20);
  }

  /** The corpus over and over, and bodies as long as they may be. */
  private List<Future<Integer>> attacks(ExecutorService attackers, CountDownLatch over) {
    List<byte[]> corpus = Written.lines("requests.txt").stream()
        .map(line -> target.bytes(line.split(" ", 3)[2])).toList();
    List<byte[]> bodies = List.of(target.bytes(LONG_BODY));
    return List.of(attackers.submit(() -> attack(corpus, over)), attackers.submit(() -> attack(bodies, over)),
        attackers.submit(() -> attack(bodies, over)));
  }

  private int attack(List<byte[]> requests, CountDownLatch over) throws InterruptedException {
    int sent = 0;
    while (!over.await(1, TimeUnit.MILLISECONDS)) {
      Said said = target.exchange(requests.get(sent % requests.size()));
      assertThat(said.status()).isLessThan(500);
      sent++;
    }
    return sent;
  }

  /** Sends and guesses; each must be answered rightly. */
  private List<Long> usualCalls(int calls) {
    var took = new ArrayList<Long>();
    for (int i = 0; i < calls; i++) {
      long began = System.nanoTime();
      HttpResponse<String> answer = i % 2 == 0
          ? http.post("/v1/otp/send", target.zapnotyKey(), "{\"phone\":\"380971234567\"}")
          : http.post("/v1/otp/verify", target.zapnotyKey(), "{\"phone\":\"380971234567\",\"code\":\"1\"}");
      took.add(System.nanoTime() - began);
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).startsWith(i % 2 == 0 ? "{\"sent\":true" : "{\"verified\":false");
    }
    return took;
  }

  private static long p99(List<Long> took) {
    var sorted = new ArrayList<>(took);
    Collections.sort(sorted);
    return sorted.get(sorted.size() * 99 / 100);
  }

  private static long heap() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
