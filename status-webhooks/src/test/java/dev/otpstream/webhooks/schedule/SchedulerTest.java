package dev.otpstream.webhooks.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.schemas.DeadLetters;
import dev.otpstream.schemas.MessageState;
import dev.otpstream.schemas.StatusType;
import dev.otpstream.schemas.Topics;
import dev.otpstream.schemas.WebhookCall;
import dev.otpstream.schemas.WebhookDue;
import dev.otpstream.schemas.WebhookFailed;
import dev.otpstream.schemas.WebhookFailure;
import dev.otpstream.schemas.WebhookOutcome;
import dev.otpstream.schemas.WebhookResult;
import dev.otpstream.schemas.sealing.KeyFile;
import dev.otpstream.schemas.sealing.Keys;
import dev.otpstream.webhooks.HookFixtures;
import dev.otpstream.webhooks.call.CallOutcome;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchedulerTest {
  private static final long MESSAGE = 2049;
  private static final Duration BEAT = Duration.ofMillis(50);

  @TempDir
  static Path folder;
  private static Keys keys;
  private SchedulerBench bench;

  @BeforeAll static void makeKeys() {
    keys = KeyFile.loadOrCreate(folder.resolve("keys.json"));
  }

  @BeforeEach void open() {
    bench = new SchedulerBench(keys);
  }

  @AfterEach void close() {
    bench.close();
  }

  @Test void theTopologyIsTheDeployedOne() throws IOException {
    try (var file = getClass().getResourceAsStream("/topology.txt")) {
      assertThat(bench.topology().describe().toString().strip())
          .isEqualTo(new String(file.readAllBytes(), StandardCharsets.UTF_8).strip());
    }
  }

  @Test void anEventIsCalledAtOnceAndForgottenWhenDelivered() {
    WebhookDue due = bench.due(MESSAGE, 1);
    WebhookCall call = bench.call();
    assertThat(call.getDue()).isEqualTo(due);
    assertThat(call.getTryNumber()).isEqualTo(1);
    assertThat(bench.pending()).isEqualTo(1);
    bench.delivered(call);
    assertThat(bench.calls()).isEmpty();
    assertThat(bench.pending()).isZero();
    assertThat(bench.isEmpty()).isTrue();
  }

  @Test void eventsOfAMessageAreCalledOneAfterTheOther() {
    bench.due(MESSAGE, 1);
    bench.due(MESSAGE, 2);
    bench.due(MESSAGE, 3);
    for (int sequence = 1; sequence <= 3; sequence++) {
      WebhookCall call = bench.call();
      assertThat(call.getDue().getEventId()).isEqualTo(MESSAGE + "-" + sequence);
      bench.delivered(call);
    }
    assertThat(bench.isEmpty()).isTrue();
  }

  @Test void aFailedEventHoldsUpThoseBehindItAndKeepsItsName() {
    bench.due(MESSAGE, 1);
    bench.due(MESSAGE, 2);
    WebhookCall first = bench.call();
    bench.down(first);
    assertThat(bench.calls()).isEmpty();
    bench.passes(Duration.ofSeconds(4));
    assertThat(bench.calls()).isEmpty();
    bench.passes(Duration.ofSeconds(2));
    WebhookCall again = bench.call();
    assertThat(again.getDue().getEventId()).isEqualTo(first.getDue().getEventId());
    assertThat(again.getTryNumber()).isEqualTo(2);
    bench.delivered(again);
    assertThat(bench.call().getDue().getEventId()).isEqualTo(MESSAGE + "-2");
  }

  @Test void aDeadHookIsTriedByTheScheduleAndThenListed() {
    bench.due(MESSAGE, 1);
    bench.down(bench.call());
    var delays = new ArrayList<Duration>();
    for (int tries = 2; tries <= 11; tries++) {
      delays.add(bench.passesUntilACall(Duration.ofSeconds(tries < 5 ? 1 : 60), Duration.ofHours(30)));
      WebhookCall call = bench.call();
      assertThat(call.getTryNumber()).isEqualTo(tries);
      bench.down(call);
    }
    assertThat(delays.get(0)).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(7));
    assertThat(delays.get(4)).isBetween(Duration.ofHours(1), Duration.ofMinutes(73));
    assertThat(delays.stream().reduce(Duration.ZERO, Duration::plus)).isBetween(RetrySchedule.PATIENCE_DEFAULT,
        RetrySchedule.PATIENCE_DEFAULT.plusHours(1));
    WebhookFailed failed = bench.failed().getFirst();
    assertThat(failed.getReason()).isEqualTo(WebhookFailure.EXHAUSTED);
    assertThat(failed.getTries()).isEqualTo(11);
    assertThat(failed.getDetail()).isEqualTo("connect");
    assertThat(failed.getDue().getEventId()).isEqualTo(MESSAGE + "-1");
    assertThat(bench.queues()).isZero();
  }

  @Test void whatIsBehindAGivenUpEventGetsItsTurn() {
    bench.due(MESSAGE, 1);
    bench.due(MESSAGE, 2);
    bench.answers(bench.call(), new CallOutcome.NotAllowed("address-private"));
    assertThat(bench.failed()).singleElement().satisfies(failed -> {
      assertThat(failed.getReason()).isEqualTo(WebhookFailure.FORBIDDEN);
      assertThat(failed.getDetail()).isEqualTo("address-private");
    });
    assertThat(bench.call().getDue().getEventId()).isEqualTo(MESSAGE + "-2");
  }

  @Test void aHookThatIsGoneHearsNoMore() {
    bench.due(MESSAGE, 1);
    bench.due(MESSAGE, 2);
    bench.answers(bench.call(), new CallOutcome.Gone());
    assertThat(bench.calls()).isEmpty();
    assertThat(bench.failed()).extracting(failed -> failed.getDue().getEventId(), WebhookFailed::getReason)
        .containsExactly(tuple(1, WebhookFailure.GONE), tuple(2, WebhookFailure.GONE));
    assertThat(bench.queues()).isZero();
  }

  @Test void retryAfterIsWaitedFor() {
    bench.due(MESSAGE, 1);
    bench.answers(bench.call(), new CallOutcome.Refused(429, Duration.ofMinutes(20)));
    bench.passes(Duration.ofMinutes(19));
    assertThat(bench.calls()).isEmpty();
    bench.passes(Duration.ofMinutes(1));
    assertThat(bench.call().getTryNumber()).isEqualTo(2);
  }

  @Test void aRestartForgetsNothing() {
    bench.due(MESSAGE, 1);
    bench.due(MESSAGE, 2);
    bench.due(MESSAGE + 1024, 1, SchedulerBench.OTHER_URL);
    List<WebhookCall> calls = bench.calls();
    bench.down(calls.get(0));
    bench.restarts();
    assertThat(bench.queues()).isEqualTo(2);
    bench.delivered(calls.get(1));
    assertThat(bench.queues()).isEqualTo(1);
    bench.restarts();
    bench.passes(Duration.ofSeconds(6));
    bench.delivered(bench.call());
    assertThat(bench.call().getDue().getEventId()).isEqualTo(MESSAGE + "-2");
  }

  @Test void aResultThatNobodyWaitsForChangesNothing() {
    bench.due(MESSAGE, 1);
    WebhookCall call = bench.call();
    bench.down(call);
    bench.delivered(call); // the same call, reported twice: the first word counts
    assertThat(bench.pending()).isEqualTo(1);
    bench.passes(Duration.ofSeconds(6));
    WebhookCall again = bench.call();
    bench.delivered(call);
    assertThat(bench.pending()).isEqualTo(1);
    bench.delivered(again);
    assertThat(bench.isEmpty()).isTrue();
  }

  @Test void anOrderThatGotLostIsGivenAgainAsTheSameTry() {
    bench.due(MESSAGE, 1);
    WebhookCall lost = bench.call();
    bench.passes(Scheduler.ORDER_VALID.plus(Scheduler.LOST_AFTER).minus(BEAT));
    assertThat(bench.calls()).isEmpty();
    bench.passes(BEAT.multipliedBy(2));
    WebhookCall again = bench.call();
    assertThat(again.getTryNumber()).isEqualTo(lost.getTryNumber());
    assertThat(again.getNotAfter()).isAfter(lost.getNotAfter());
    bench.delivered(again);
    assertThat(bench.isEmpty()).isTrue();
  }

  @Test void anEndpointNeverHasMoreCallsThanItsLaneIsWide() {
    LongStream.range(0, 50).forEach(i -> bench.due(MESSAGE + i * 1024, 1));
    List<WebhookCall> inFlight = bench.calls();
    assertThat(inFlight).hasSize(4);
    var served = new ArrayList<String>();
    while (!inFlight.isEmpty()) {
      var next = new ArrayList<WebhookCall>();
      for (WebhookCall call : inFlight) {
        served.add(call.getDue().getEventId());
        bench.answers(call, new CallOutcome.Delivered(200), Duration.ofMillis(500));
        next.addAll(bench.calls());
      }
      assertThat(next).hasSizeLessThanOrEqualTo(4);
      inFlight = next;
    }
    assertThat(served).hasSize(50).doesNotHaveDuplicates();
    assertThat(bench.isEmpty()).isTrue();
  }

  @Test void aDeadEndpointIsAskedNowAndThenWhileAnotherGetsEverything() {
    LongStream.range(0, 200).forEach(i -> bench.due(MESSAGE + i * 1024, 1));
    List<WebhookCall> dead = bench.calls();
    int deadCalls = 0;
    for (int second = 0; second < 600; second++) {
      for (WebhookCall call : dead) {
        deadCalls++;
        bench.down(call);
      }
      bench.due(MESSAGE + 1_000_000L * 1024 + second * 1024L, 1, SchedulerBench.OTHER_URL);
      dead = new ArrayList<>();
      int healthy = 0;
      for (WebhookCall call : bench.calls()) {
        if (call.getDue().getEvent().getMessageId() > 1_000_000L * 1024) {
          healthy++;
          bench.delivered(call);
        } else {
          dead.add(call);
        }
      }
      assertThat(healthy).isEqualTo(1);
      bench.passes(Duration.ofSeconds(1));
      dead.addAll(bench.calls());
    }
    assertThat(deadCalls).isLessThan(30);
    assertThat(bench.pending()).isEqualTo(200);
  }

  @Test void anEndpointThatComesBackGetsAllItMissed() {
    LongStream.range(0, 200).forEach(i -> bench.due(MESSAGE + i * 1024, 1));
    Duration outage = Duration.ZERO;
    while (outage.compareTo(Duration.ofHours(6)) < 0) {
      bench.calls().forEach(bench::down);
      bench.passes(Duration.ofSeconds(10));
      outage = outage.plusSeconds(10);
    }
    int delivered = 0;
    Duration back = Duration.ZERO;
    while (bench.pending() > 0 && back.compareTo(Duration.ofHours(24)) < 0) {
      for (List<WebhookCall> calls = bench.calls(); !calls.isEmpty(); calls = bench.calls()) {
        calls.forEach(bench::delivered);
        delivered += calls.size();
      }
      bench.passes(Duration.ofSeconds(10));
      back = back.plusSeconds(10);
    }
    assertThat(delivered).isEqualTo(200);
    assertThat(bench.failed()).isEmpty();
    bench.passes(Duration.ofMinutes(2));
    assertThat(bench.isEmpty()).isTrue();
  }

  @Test void whatWaitsForADeadEndpointIsGivenUpInTimeEvenUntried() {
    bench.close();
    bench = new SchedulerBench(keys, new LaneLimits(4, 32, Duration.ofSeconds(1), Duration.ofSeconds(60),
        Duration.ofDays(30), Duration.ofDays(1))); // so that it is not switched off meanwhile
    LongStream.range(0, 300).forEach(i -> bench.due(MESSAGE + i * 1024, 1, SchedulerBench.URL));
    var failed = new ArrayList<WebhookFailed>();
    Duration outage = Duration.ZERO;
    while (outage.compareTo(Duration.ofHours(74)) < 0) {
      bench.calls().forEach(bench::down);
      failed.addAll(bench.failed());
      bench.passes(Duration.ofMinutes(5));
      outage = outage.plusMinutes(5);
    }
    assertThat(failed).hasSize(300).allMatch(given -> given.getReason() == WebhookFailure.EXHAUSTED);
    assertThat(bench.pending()).isZero();
  }

  @Test void aMessagesTwoHooksDoNotWaitForEachOther() {
    bench.due(MESSAGE, 1);
    bench.due(MESSAGE, 1, SchedulerBench.OTHER_URL);
    List<WebhookCall> calls = bench.calls();
    assertThat(calls).hasSize(2);
    bench.down(calls.get(0));
    bench.delivered(calls.get(1));
    bench.due(MESSAGE, 2, SchedulerBench.OTHER_URL);
    assertThat(bench.call().getDue().getEventId()).isEqualTo(MESSAGE + "-2");
  }

  @Test void theSameEventOfTwoHooksInOnePlaceIsNotTakenForOne() {
    bench.due(MESSAGE, 1, SchedulerBench.URL, "native");
    bench.due(MESSAGE, 1, SchedulerBench.URL, "alphasms");
    List<WebhookCall> calls = bench.calls();
    assertThat(calls).extracting(WebhookCall::getQueue).doesNotHaveDuplicates().hasSize(2);
    bench.delivered(calls.get(0));
    bench.down(calls.get(1));
    bench.passes(Duration.ofSeconds(7));
    assertThat(bench.call().getDue().getHookFormat()).isEqualTo("alphasms");
  }

  @Test void anEndpointWithANameKeepsItsPlaceInLineWhereverItMoves() {
    bench.due(named(1, SchedulerBench.URL));
    bench.due(named(2, SchedulerBench.OTHER_URL));
    WebhookCall first = bench.call();
    bench.delivered(first);
    WebhookCall second = bench.call();
    assertThat(second.getQueue()).isEqualTo(first.getQueue());
    assertThat(second.getDue().getEventId()).isEqualTo(MESSAGE + "-2");
  }

  @Test void whatIsSentAgainOnDemandIsSentAgain() {
    WebhookDue due = bench.due(MESSAGE, 1);
    bench.delivered(bench.call());
    bench.due(due);
    assertThat(bench.call().getDue().getEventId()).isEqualTo(due.getEventId());
  }

  @Test void whatNobodyWantsAnyMoreIsForgotten() {
    bench.due(MESSAGE, 1);
    bench.due(MESSAGE, 2);
    bench.answers(bench.call(), new CallOutcome.Dropped("endpoint-deleted"));
    bench.answers(bench.call(), new CallOutcome.Dropped("endpoint-deleted"));
    assertThat(bench.failed()).isEmpty();
    assertThat(bench.isEmpty()).isTrue();
  }

  @Test void aMessageCannotFillTheStore() {
    IntStream.rangeClosed(1, HookQueue.PENDING_MAX + 3).forEach(sequence -> bench.due(MESSAGE, sequence));
    assertThat(bench.failed()).hasSize(3).allMatch(failed -> failed.getReason() == WebhookFailure.OVERFLOW);
  }

  @Test void whatNobodyCanReadIsBuriedAndTheRestGoesOn() {
    WebhookDue good = HookFixtures.due(keys, "native", SchedulerBench.URL,
        HookFixtures.event(MESSAGE, 1, StatusType.DELIVERED, MessageState.DELIVERED));
    byte[] bytes = bench.bytes(good);
    var result = new WebhookResult("q", "1-1", 1, WebhookOutcome.DELIVERED, 200, "", 0L, 0L);
    bench.poison(Topics.WEBHOOKS, "1", null);
    bench.poison(Topics.WEBHOOKS, null, bytes);
    bench.poison(Topics.WEBHOOKS, "1", new byte[]{1, 0, 0, 0, 1});
    bench.poison(Topics.WEBHOOKS, "1", new byte[]{0, 0x7f, 0, 0, 1, 5});
    bench.poison(Topics.WEBHOOKS, "1", Arrays.copyOf(bytes, bytes.length / 2));
    bench.poison(Topics.WEBHOOKS, "1", bench.bytes(result));
    bench.poison(Topics.WEBHOOK_RESULTS, "1", bytes);
    bench.poison(Topics.WEBHOOKS, "1",
        bench.bytes(changed(good, "native", ByteBuffer.wrap(new byte[IncomingHook.ORDER_BYTES_MAX]))));
    bench.poison(Topics.WEBHOOKS, "1", bench.bytes(changed(good, "smoke-signals", good.getUrl())));
    bench.poison(Topics.WEBHOOKS, "1", bench.bytes(changed(good, "native", ByteBuffer.wrap(new byte[]{1, 2, 3}))));
    var buried = bench.deadLetters();
    assertThat(buried).hasSize(10);
    assertThat(buried).allSatisfy(record -> {
      assertThat(record.headers().lastHeader(DeadLetters.REASON)).isNotNull();
      assertThat(record.headers().lastHeader(DeadLetters.ORIGIN_TOPIC)).isNotNull();
    });
    assertThat(buried.get(4).value()).isEqualTo(Arrays.copyOf(bytes, bytes.length / 2));
    bench.due(MESSAGE, 1);
    assertThat(bench.calls()).hasSize(1);
  }

  @Test void aUrlThatIsNoPlaceForAHookReachesTheOneWhoRefusesIt() {
    bench.due(MESSAGE, 1, "ftp://example.org/");
    bench.answers(bench.call(), new CallOutcome.NotAllowed("scheme"));
    assertThat(bench.failed()).singleElement()
        .satisfies(failed -> assertThat(failed.getReason()).isEqualTo(WebhookFailure.FORBIDDEN));
  }

  private static WebhookDue named(int sequence, String url) {
    return WebhookDue.newBuilder(HookFixtures.due(keys, "native", url,
        HookFixtures.event(MESSAGE, sequence, StatusType.DELIVERED, MessageState.DELIVERED))).setEndpoint("one")
        .build();
  }

  private static WebhookDue changed(WebhookDue due, String format, ByteBuffer url) {
    return WebhookDue.newBuilder(due).setHookFormat(format).setUrl(url).build();
  }

  private static org.assertj.core.groups.Tuple tuple(int sequence, WebhookFailure reason) {
    return org.assertj.core.groups.Tuple.tuple(MESSAGE + "-" + sequence, reason);
  }
}
