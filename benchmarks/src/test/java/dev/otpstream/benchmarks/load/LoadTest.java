package dev.otpstream.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** On a virtual clock, so that every figure is exact. */
class LoadTest {
  private static final long MS = 1_000_000;
  private static final Duration SECOND = Duration.ofSeconds(1);
  private final List<String> watched = new ArrayList<>();
  private final Watcher watcher = new Watcher() {
    @Override public void windowOpens() {
      watched.add("opens");
    }

    @Override public void windowCloses() {
      watched.add("closes");
    }
  };

  @Test void aConstantRateIsKeptAndOnlyTheWindowCounts() {
    var server = new VirtualServer(MS);

    Recording recording = run(server, calls(), openLoop(100, 50));

    assertThat(server.received()).isEqualTo(200); // a second to warm up, a second measured
    assertThat(recording.ok()).isEqualTo(100);
    assertThat(recording.okEver()).isEqualTo(200);
    assertThat(recording.perSecond()).isCloseTo(100, within(1.0));
    assertThat(recording.latency().getMaxValue()).isEqualTo(1_000); // microseconds
    assertThat(recording.errors()).isEmpty();
    assertThat(watched).containsExactly("opens", "closes");
  }

  @Test void aStallIsInTheLatencyOfEveryOperationThatWasDueMeanwhile() {
    var server = new VirtualServer(0);
    Scenario scenario = (transport, done) -> {
      if (server.received() == 150) server.stall(500 * MS); // half a second into the window
      transport.call(new byte[0], _ -> done.report(Outcome.good(1)));
      return true;
    };

    Recording recording = run(server, scenario, openLoop(100, 1)); // one in flight: a client that waits for its answer

    assertThat(recording.ok()).isEqualTo(100);
    assertThat(recording.latency().getMaxValue()).isCloseTo(500_000, within(500L));
    assertThat(recording.latency().getValueAtPercentile(75)).isCloseTo(250_000, within(10_000L));
    assertThat(recording.latency().getValueAtPercentile(40)).isZero();
    assertThat(recording.heldShare()).isCloseTo(0.5, within(0.02));
    assertThat(recording.lag().getMaxValue()).isZero(); // the generator itself was on time
    assertThat(recording.slices()).hasSize(1);
  }

  @Test void anOverloadedSystemIsSeenByWhatItReachesAndWhatNeverEnds() {
    var server = new VirtualServer(20 * MS);

    Recording recording = run(server, calls(), openLoop(100, 20)); // fifty a second is all it carries

    assertThat(recording.perSecond()).isCloseTo(50, within(1.0));
    assertThat(recording.errors()).containsOnlyKeys("not started in time", "not ended in time");
    assertThat(recording.ok() + recording.errorCount()).isEqualTo(100);
  }

  @Test void saturationKeepsItsNumberInFlight() {
    var server = new VirtualServer(MS);

    Recording recording = run(server, calls(), new Plan(new Pace.Saturated(), SECOND, SECOND, 8, SECOND));

    assertThat(recording.perSecond()).isCloseTo(1_000, within(10.0));
    assertThat(recording.latency().getValueAtPercentile(50)).isCloseTo(8_000, within(50L));
    assertThat(recording.errorCount()).isZero();
  }

  @Test void failuresAreCountedByKindAndHaveNoLatency() {
    var server = new VirtualServer(MS);
    Scenario scenario = (transport, done) -> {
      boolean bad = server.received() % 4 == 0;
      transport.call(new byte[0], _ -> done.report(bad ? Outcome.failed(1, "status 503") : Outcome.good(1)));
      return true;
    };

    Recording recording = run(server, scenario, openLoop(100, 50));

    assertThat(recording.errors()).containsExactly(Map.entry("status 503", 25L));
    assertThat(recording.ok()).isEqualTo(75);
    assertThat(recording.latency().getTotalCount()).isEqualTo(75);
  }

  @Test void theWindowEndsWhenNothingIsLeftToDo() {
    var server = new VirtualServer(MS);
    Scenario scenario = (transport, done) -> server.received() < 150 && calls().start(transport, done);

    Recording recording = run(server, scenario, openLoop(100, 50));

    assertThat(recording.ok()).isEqualTo(50);
    assertThat(recording.window()).isEqualTo(Duration.ofMillis(500));
    assertThat(recording.perSecond()).isCloseTo(100, within(3.0));
    assertThat(watched).containsExactly("opens", "closes");
  }

  @Test void nothingIsMissedWhenASaturatedLoadRunsOut() {
    var server = new VirtualServer(MS);
    Scenario scenario = (transport, done) -> server.received() < 1_500 && calls().start(transport, done);

    Recording recording = run(server, scenario, new Plan(new Pace.Saturated(), SECOND, SECOND, 8, SECOND));

    assertThat(recording.errors()).isEmpty();
    assertThat(recording.okEver()).isEqualTo(1_500);
    assertThat(recording.window()).isLessThan(SECOND);
  }

  @Test void aBatchCountsItsItems() {
    var server = new VirtualServer(MS);
    var batches = new Scenario() {
      @Override public boolean start(Transport transport, Completion done) {
        transport.call(new byte[0], _ -> done.report(new Outcome(9, 1, "item refused")));
        return true;
      }

      @Override public int operationsPerStart() {
        return 10;
      }
    };

    Recording recording = run(server, batches, openLoop(100, 50));

    assertThat(server.received()).isEqualTo(20);
    assertThat(recording.ok()).isEqualTo(90);
    assertThat(recording.errors()).containsExactly(Map.entry("item refused", 10L));
    assertThat(recording.latency().getTotalCount()).isEqualTo(90);
  }

  private Recording run(VirtualServer server, Scenario scenario, Plan plan) {
    return Load.run(server, server, scenario, plan, watcher);
  }

  private static Scenario calls() {
    return (transport, done) -> {
      transport.call(new byte[0], _ -> done.report(Outcome.good(1)));
      return true;
    };
  }

  private static Plan openLoop(int perSecond, int inFlightMax) {
    return new Plan(new Pace.Fixed(perSecond), SECOND, SECOND, inFlightMax, SECOND);
  }
}
