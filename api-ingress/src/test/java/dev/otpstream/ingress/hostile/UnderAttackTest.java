package dev.otpstream.ingress.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.otpstream.ingress.HttpCaller;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Others are served while somebody attacks, and nothing of the attack is left behind. Figures are printed. */
class UnderAttackTest {
  private static final int SOCKETS = 500;
  private static final int CALLS = 2_000;
  /** After each two calls; some thousand bytes a second. */
  private static final int DRIPS = 30;
  private static final Duration HELD_MAX = Duration.ofMinutes(2);
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
    usualCalls(CALLS); // the JVM warms up, for usual calls and for others
    underAttack(CALLS / 2);
    List<Long> quiet = usualCalls(CALLS);
    long heapBefore = heap();

    List<Long> attacked = underAttack(CALLS);

    System.out.printf("p99 of usual calls %.1f ms, quiet %.1f ms, ratio %.1f; median %.1f ms, quiet %.1f ms%n",
        at(0.99, attacked), at(0.99, quiet), at(0.99, attacked) / at(0.99, quiet), at(0.5, attacked), at(0.5, quiet));
    http.close();
    await().atMost(Duration.ofSeconds(30)).until(() -> target.gauge("otp.http.connections") == 0);
    await().atMost(Duration.ofSeconds(30)).until(() -> target.gauge("otp.http.inside") == 0);
    assertThat(target.gauge("otp.http.bodies.bytes")).isZero();
    System.out.printf("heap: %d MB before the attack, %d MB after%n", heapBefore >> 20, heap() >> 20);
  }

  /** How long so many usual calls took while others attacked. */
  private List<Long> underAttack(int calls) throws IOException {
    var took = new ArrayList<Long>();
    long beganNs = System.nanoTime();
    try (var loris = new Loris(target.port(), SOCKETS);
        var attackers = new Attackers(target.port(), target.values())) {
      while (took.size() < calls) {
        took.addAll(usualCalls(2));
        loris.press(DRIPS);
      }
      int requests = attackers.stop();
      double seconds = (System.nanoTime() - beganNs) / 1e9;
      await("connections that drip are closed").atMost(HELD_MAX).pollInterval(Duration.ofMillis(50)).until(() -> {
        loris.drip(SOCKETS / 10);
        return loris.holding() == 0;
      });

      assertThat(requests).isPositive();
      System.out.printf("attack of %.0f s: %d connections held, %d hostile requests%n", seconds, loris.opened(),
          requests);
    }
    return took;
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

  private static double at(double share, List<Long> tookNs) {
    var sorted = new ArrayList<>(tookNs);
    Collections.sort(sorted);
    return sorted.get((int) (sorted.size() * share)) / 1e6;
  }

  private static long heap() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
