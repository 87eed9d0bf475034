package dev.otpstream.channel.max;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.channel.max.Turns.Turn;
import dev.otpstream.channel.max.Turns.Urgency;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class TurnsTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration NOT_AT_ALL = Duration.ZERO;
  private static final Duration REST = Duration.ofMillis(100);
  private static final Duration ARRIVAL_MAX = Duration.ofMillis(500);
  private final Turns turns = new Turns(REST, ARRIVAL_MAX);

  @Test void withoutTurnsThereIsNone() throws InterruptedException {
    extend();
    assertThat(turns.await(Urgency.MESSAGE, NOT_AT_ALL)).isEmpty();
  }

  @Test void aTurnThatMayBeAnothersIsNotUsed() throws InterruptedException {
    turns.give(List.of(1));
    assertThat(turns.await(Urgency.MESSAGE, REST.multipliedBy(2))).isEmpty();
    extend();
    assertThat(turns.await(Urgency.MESSAGE, LONG)).isPresent();
  }

  @Test void aNewTurnRestsFirstAndEachUseIsFollowedByARest() throws InterruptedException {
    extend();
    long given = System.nanoTime();
    turns.give(List.of(1));
    long answered = given;
    for (int i = 0; i < 3; i++) {
      Turn turn = turns.await(Urgency.MESSAGE, LONG).orElseThrow();
      assertThat(System.nanoTime() - answered).isGreaterThanOrEqualTo(REST.toNanos());
      answered = System.nanoTime();
      turn.close();
    }
  }

  @Test void anUnansweredRequestKeepsItsTurnUntilItMustHaveArrived() throws InterruptedException {
    extend();
    turns.give(List.of(1));
    Optional<Turn> unanswered = turns.await(Urgency.LISTEN, LONG);
    long asked = System.nanoTime();
    assertThat(turns.await(Urgency.MESSAGE, LONG)).isPresent();
    assertThat(System.nanoTime() - asked).isGreaterThanOrEqualTo(ARRIVAL_MAX.toNanos());
    unanswered.orElseThrow().close();
  }

  @Test void whatIsInFlightArrivesBeforeATurnIsGivenBack() throws Exception {
    extend();
    turns.give(List.of(1, 2));
    Turn first = turns.await(Urgency.MESSAGE, LONG).orElseThrow();
    Turn second = turns.await(Urgency.MESSAGE, LONG).orElseThrow();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> back = threads.submit(() -> {
        turns.giveBack(List.of(1, 2));
        return null;
      });
      Awaitility.await().until(() -> turns.size() == 0);
      first.close();
      assertThat(back.isDone()).isFalse();
      second.close();
      back.get();
    }
    assertThat(turns.await(Urgency.MESSAGE, NOT_AT_ALL)).isEmpty();
  }

  @Test void whoListensGoesFirstThenWhoAnswersThenTheRestInTheirOrder() throws Exception {
    extend();
    List<String> order = Collections.synchronizedList(new ArrayList<>());
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var asked = new ArrayList<Future<?>>();
      for (String who : List.of("MESSAGE 1", "MESSAGE 2", "ANSWER 1", "LISTEN 1", "ANSWER 2")) {
        int before = turns.waiting();
        asked.add(threads.submit(() -> {
          try (Turn _ = turns.await(Urgency.valueOf(who.substring(0, who.indexOf(" "))), LONG).orElseThrow()) {
            order.add(who);
          }
          return null;
        }));
        Awaitility.await().until(() -> turns.waiting() == before + 1);
      }
      turns.give(List.of(7));
      for (Future<?> each : asked)
        each.get();
    }
    assertThat(order).containsExactly("LISTEN 1", "ANSWER 1", "ANSWER 2", "MESSAGE 1", "MESSAGE 2");
  }

  @Test void whoIsTiredOfWaitingIsNotInTheWay() throws InterruptedException {
    extend();
    assertThat(turns.await(Urgency.LISTEN, Duration.ofMillis(20))).isEmpty();
    turns.give(List.of(1));
    assertThat(turns.await(Urgency.MESSAGE, LONG)).isPresent();
  }

  @Test void fewerRequestsMeanALongerRest() throws InterruptedException {
    Turns slow = Turns.of(15);
    slow.extend(System.nanoTime() + LONG.toNanos());
    long given = System.nanoTime();
    slow.give(List.of(1));
    assertThat(slow.await(Urgency.MESSAGE, LONG)).isPresent();
    assertThat(System.nanoTime() - given).isGreaterThanOrEqualTo(Duration.ofSeconds(2).toNanos());
  }

  private void extend() {
    turns.extend(System.nanoTime() + LONG.toNanos() * 10);
  }
}
