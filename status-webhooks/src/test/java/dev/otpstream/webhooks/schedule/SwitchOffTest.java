package dev.otpstream.webhooks.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.schemas.WebhookCall;
import dev.otpstream.schemas.WebhookDue;
import dev.otpstream.schemas.WebhookEndpoint;
import dev.otpstream.schemas.WebhookEndpointState;
import dev.otpstream.schemas.WebhookFailed;
import dev.otpstream.schemas.WebhookFailure;
import dev.otpstream.schemas.sealing.KeyFile;
import dev.otpstream.schemas.sealing.Keys;
import dev.otpstream.webhooks.HookFixtures;
import dev.otpstream.webhooks.call.CallOutcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An endpoint that takes nothing for days is no longer called, until it is back or somebody says so. */
class SwitchOffTest {
  private static final long MESSAGE = 2049;
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @TempDir
  static Path folder;
  private static Keys keys;
  private SchedulerBench bench;
  private long nextMessage = MESSAGE;

  @BeforeAll static void makeKeys() {
    keys = KeyFile.loadOrCreate(folder.resolve("keys.json"));
  }

  @BeforeEach void open() {
    bench = new SchedulerBench(keys);
  }

  @AfterEach void close() {
    bench.close();
  }

  @Test void aWhileOfFailureIsToldOnceAndRecoveryTakesItBack() {
    due();
    bench.down(bench.call());
    assertThat(bench.endpoints()).isEmpty();
    var told = new ArrayList<WebhookEndpoint>();
    for (int i = 0; i < 4; i++) {
      bench.passesUntilACall(Duration.ofSeconds(10), Duration.ofHours(2));
      bench.down(bench.call());
      told.addAll(bench.endpoints());
    }
    assertThat(told).singleElement().satisfies(one -> {
      assertThat(one.getState()).isEqualTo(WebhookEndpointState.FAILING);
      assertThat(one.getFailingSince()).isEqualTo(HookFixtures.NOON);
      assertThat(one.getSwitchedOffAt()).isNull();
      assertThat(one.getDetail()).isEqualTo("connect");
    });
    bench.passesUntilACall(MINUTE, Duration.ofHours(2));
    bench.delivered(bench.call());
    assertThat(bench.endpoints()).containsExactly((WebhookEndpoint) null);
    bench.passes(MINUTE);
    assertThat(bench.isEmpty()).isTrue();
  }

  @Test void afterDaysWithoutSuccessItIsSwitchedOffAndWhatComesIsListed() {
    String endpoint = switchOff();
    due(); // asks once more
    bench.down(bench.call());
    List<WebhookDue> late = List.of(due(), due());
    assertThat(bench.calls()).isEmpty();
    List<WebhookFailed> failed = bench.failed();
    assertThat(failed).allMatch(one -> one.getReason() == WebhookFailure.SWITCHED_OFF);
    assertThat(failed).extracting(WebhookFailed::getDue).containsAll(late).hasSize(3);
    assertThat(bench.queues()).isZero();
    assertThat(endpoint).isNotEmpty();
  }

  @Test void aProbeADayThatSucceedsSwitchesItOn() {
    switchOff();
    due();
    bench.down(bench.call());
    bench.passes(Duration.ofHours(23));
    due();
    assertThat(bench.calls()).isEmpty();
    bench.passes(Duration.ofHours(1));
    due();
    WebhookCall probe = bench.call();
    due();
    assertThat(bench.calls()).isEmpty(); // waits for what becomes of the probe
    bench.delivered(probe);
    assertThat(bench.endpoints()).containsExactly((WebhookEndpoint) null);
    bench.delivered(bench.call());
    bench.passes(MINUTE);
    assertThat(bench.isEmpty()).isTrue();
  }

  @Test void aProbeThatFailsTakesThoseBehindItAlong() {
    switchOff();
    due();
    WebhookCall probe = bench.call();
    due();
    due();
    bench.answers(probe, new CallOutcome.Refused(404, Duration.ZERO));
    assertThat(bench.failed()).hasSize(3).allMatch(one -> one.getReason() == WebhookFailure.SWITCHED_OFF);
    assertThat(bench.queues()).isZero();
  }

  @Test void anOperatorSwitchesItOn() {
    String endpoint = switchOff();
    due();
    bench.down(bench.call());
    bench.switchesOn(endpoint);
    assertThat(bench.endpoints()).containsExactly((WebhookEndpoint) null);
    due();
    bench.delivered(bench.call());
    bench.passes(Duration.ofDays(2));
    assertThat(bench.isEmpty()).isTrue();
  }

  @Test void itStaysOffOverARestart() {
    switchOff();
    due();
    bench.down(bench.call());
    bench.failed();
    bench.restarts();
    due();
    assertThat(bench.calls()).isEmpty();
    assertThat(bench.failed()).hasSize(1);
  }

  @Test void anEndpointOfWhichNothingIsHeardIsForgotten() {
    switchOff();
    for (int day = 0; day < 62; day++)
      bench.passes(Duration.ofDays(1));
    assertThat(bench.endpoints()).containsExactly((WebhookEndpoint) null);
    assertThat(bench.isEmpty()).isTrue();
  }

  /** Fails until it is off; returns the endpoint's id. */
  private String switchOff() {
    due();
    for (Duration failing = Duration.ZERO; failing.compareTo(Duration.ofHours(73)) < 0; failing = failing
        .plus(MINUTE)) {
      bench.calls().forEach(bench::down);
      bench.passes(MINUTE);
    }
    List<WebhookEndpoint> told = bench.endpoints();
    assertThat(told).extracting(WebhookEndpoint::getState).containsExactly(WebhookEndpointState.FAILING,
        WebhookEndpointState.OFF);
    assertThat(told.getLast().getSwitchedOffAt()).isBetween(HookFixtures.NOON.plus(Duration.ofDays(3)),
        HookFixtures.NOON.plus(Duration.ofHours(73)));
    bench.failed();
    return told.getLast().getId();
  }

  private WebhookDue due() {
    long message = nextMessage;
    nextMessage += 1024;
    return bench.due(message, 1);
  }
}
