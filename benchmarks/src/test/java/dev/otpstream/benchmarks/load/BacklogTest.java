package dev.otpstream.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** On a virtual clock, so that every figure is exact. */
class BacklogTest {
  private static final long MS = 1_000_000;
  private static final Watcher NOBODY = new Watcher() {
    @Override public void windowOpens() {}

    @Override public void windowCloses() {}
  };

  @Test void doesNotGrowWhereEverythingIsServed() {
    Backlog backlog = run(5 * MS);

    assertThat(backlog.atEnd()).isLessThanOrEqualTo(1);
    assertThat(backlog.growthPerSecond()).isCloseTo(0, within(1.0));
  }

  @Test void growsByWhatIsNotServedThoughItWasNotEvenStarted() {
    Backlog backlog = run(20 * MS); // a hundred a second are due, fifty are served

    assertThat(backlog.growthPerSecond()).isCloseTo(50, within(2.0));
    assertThat(backlog.atEnd()).isCloseTo(150, within(8L)); // three seconds of falling behind, the warm-up's included
  }

  private static Backlog run(long serviceNs) {
    var server = new VirtualServer(serviceNs);
    Scenario scenario = (transport, done) -> {
      transport.call(new byte[0], _ -> done.report(Outcome.good(1)));
      return true;
    };
    var plan = new Plan(new Pace.Fixed(100), Duration.ofSeconds(1), Duration.ofSeconds(2), 10, Duration.ofSeconds(1));
    return Load.run(server, server, scenario, plan, NOBODY).backlog();
  }
}
