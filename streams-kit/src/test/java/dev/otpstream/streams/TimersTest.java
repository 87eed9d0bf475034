package dev.otpstream.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TimersTest {
  private enum Kind implements Timers.Kind {
    MESSAGE('m'), RECIPIENT('r'), ANSWER('a');

    private final char letter;

    Kind(char letter) {
      this.letter = letter;
    }

    @Override public char letter() {
      return letter;
    }
  }

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private final SortedStore store = new SortedStore();
  private final Timers<Kind> timers = new Timers<>(store, 't', Kind.values());
  private final List<String> fired = new ArrayList<>();

  @Test void whatIsDueFiresInTheOrderOfTime() {
    timers.set(Kind.MESSAGE, "third", NOON.plusMillis(2));
    timers.set(Kind.ANSWER, "first", NOON.minusSeconds(9));
    timers.set(Kind.RECIPIENT, "second/ключ", NOON);
    timers.set(Kind.MESSAGE, "later", NOON.plusMillis(3));

    fire(NOON.plusMillis(2));

    assertThat(fired).containsExactly("ANSWER first", "RECIPIENT second/ключ", "MESSAGE third");
    assertThat(store.approximateNumEntries()).as("what fired is forgotten").isEqualTo(1);
  }

  @Test void everyKindComesBackAsItself() {
    for (Kind kind : Kind.values())
      timers.set(kind, kind.name(), NOON);
    fire(NOON);
    for (Kind kind : Kind.values())
      assertThat(fired).contains(kind + " " + kind);
  }

  @Test void aScanStartsWhereTheLastOneEnded() {
    timers.set(Kind.MESSAGE, "a", NOON);
    timers.set(Kind.MESSAGE, "b", NOON.plusMillis(70));
    fire(NOON);
    fire(NOON.plusMillis(50));
    assertThat(store.scannedFrom).as("nothing can be due").hasSize(1);

    fire(NOON.plusMillis(100));
    assertThat(from(1)).as("not over all that was deleted before").isEqualTo(NOON.plusMillis(70).toEpochMilli());
  }

  @Test void itIsKnownWhenTheNextOneIsDue() {
    assertThat(timers.nextMs()).as("before the first look: perhaps now").isZero();
    fire(NOON);
    assertThat(timers.nextMs()).as("none").isEqualTo(Long.MAX_VALUE);

    timers.set(Kind.MESSAGE, "b", NOON.plusMillis(70));
    timers.set(Kind.MESSAGE, "a", NOON.plusMillis(30));
    assertThat(timers.nextMs()).isEqualTo(NOON.plusMillis(30).toEpochMilli());
    fire(NOON.plusMillis(50));
    assertThat(timers.nextMs()).isEqualTo(NOON.plusMillis(70).toEpochMilli());
  }

  @Test void aTimerInThePastIsFoundAllTheSame() {
    fire(NOON);
    timers.set(Kind.MESSAGE, "late", NOON.minusSeconds(60));
    fire(NOON.plusMillis(50));

    assertThat(fired).containsExactly("MESSAGE late");
    assertThat(timers.nextMs()).as("and does not send later scans back").isEqualTo(Long.MAX_VALUE);
  }

  @Test void whatIsTooMuchForOneTimeIsLeftForTheNext() {
    for (int i = 0; i < 10; i++)
      timers.set(Kind.MESSAGE, "m" + i, NOON.plusMillis(i));

    timers.fire(NOON.plusSeconds(1), (_, subject, _) -> fired.add(subject), () -> fired.size() % 3 == 0);
    assertThat(fired).containsExactly("m0", "m1", "m2");
    timers.fire(NOON.plusSeconds(1), (_, subject, _) -> fired.add(subject), () -> false);
    assertThat(fired).hasSize(10).doesNotHaveDuplicates();
  }

  @Test void whatIsSetWhileOthersFireIsNotLost() {
    timers.set(Kind.MESSAGE, "a", NOON);
    timers.set(Kind.MESSAGE, "b", NOON.plusMillis(10));

    timers.fire(NOON.plusMillis(20), (_, subject, _) -> {
      fired.add(subject);
      if (subject.equals("a")) timers.set(Kind.MESSAGE, "past", NOON.plusMillis(5));
    }, () -> false);
    fire(NOON.plusMillis(70));

    assertThat(fired).containsExactly("a", "b", "MESSAGE past");
  }

  @Test void aClockThatGoesBackOnlyWaits() {
    fire(NOON);
    timers.set(Kind.MESSAGE, "soon", NOON.plusMillis(10));
    fire(NOON.minusSeconds(3600));
    assertThat(fired).isEmpty();

    fire(NOON.plusMillis(10));
    assertThat(fired).containsExactly("MESSAGE soon");
  }

  @Test void aTimeBeforeAllTimesIsThePast() {
    timers.set(Kind.RECIPIENT, "r", Instant.EPOCH.minusSeconds(1));
    fire(NOON);
    assertThat(fired).containsExactly("RECIPIENT r");
  }

  @Test void noTimerIsLostAndNoneFiresEarlyOrTwice() {
    for (int seed = 1; seed <= 300; seed++) {
      var random = new SplittableRandom(seed);
      var some = new Timers<>(new SortedStore(), 't', Kind.values());
      var due = new ArrayList<Instant>();
      var set = new int[1];
      Instant now = NOON;
      for (int step = 0; step < 60; step++) {
        now = now.plusMillis(random.nextInt(20));
        for (int i = random.nextInt(4); i > 0; i--) {
          Instant at = now.plusMillis(random.nextInt(-40, 60));
          some.set(Kind.MESSAGE, at.toEpochMilli() + "-" + set[0]++, at);
        }
        Instant at = now;
        int left = random.nextInt(4);
        some.fire(now, (_, subject, _) -> {
          Instant wanted = Instant.ofEpochMilli(Long.parseLong(subject.split("-", -1)[0]));
          assertThat(wanted).isBeforeOrEqualTo(at);
          due.add(wanted);
        }, () -> random.nextInt(4) == left);
      }
      some.fire(now.plusSeconds(1), (_, _, _) -> due.add(NOON), () -> false);
      assertThat(due).as("seed %d", seed).hasSize(set[0]);
    }
  }

  private void fire(Instant now) {
    timers.fire(now, (kind, subject, _) -> fired.add(kind + " " + subject), () -> false);
  }

  private long from(int scan) {
    return ByteBuffer.wrap(store.scannedFrom.get(scan).get()).getLong(1);
  }
}
