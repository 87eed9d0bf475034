package dev.otpstream.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.engine.core.Answer.Verdict;
import dev.otpstream.engine.core.Command.Outcome;
import dev.otpstream.engine.core.health.Health;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What must hold whatever is asked, in whatever order. A failure names the seed that repeats it. */
class RulesPropertiesTest {
  private static final int RUNS = 1_500;
  private static final int COMMANDS = 80;
  private static final String[] CHANNELS = {"telegram", "max", "sms"};
  private static final String[] PURPOSES = {"login", "pay"};
  private static final List<State> PROGRESS = List.of(State.QUEUED, State.DISPATCHED, State.SENT, State.DELIVERED,
      State.READ);

  @Test void theInvariantsHoldInAnyOrderOfCommands() {
    for (int seed = 1; seed <= RUNS; seed++) {
      var run = new Run(seed);
      for (int step = 0; step < COMMANDS; step++)
        run.step();
      run.holds();
    }
  }

  @Test void sameStateCommandAndInstantGiveTheSameDecision() {
    for (int seed = 1; seed <= 50; seed++) {
      var once = new Run(seed);
      var again = new Run(seed);
      for (int step = 0; step < COMMANDS; step++) {
        once.step();
        again.step();
        assertThat(once.world.last).as("seed %d", seed).isEqualTo(again.world.last);
      }
    }
  }

  /** One random life of one recipient. */
  private static final class Run {
    final World world;
    private final int seed;
    private final SplittableRandom random;
    private final Limits limits;
    private final List<Instant> wrong = new ArrayList<>();

    Run(int seed) {
      this.seed = seed;
      random = new SplittableRandom(seed);
      limits = new Limits(random.nextBoolean() ? List.of() : Limits.DEFAULT.coolDown(), Duration.ofMinutes(20),
          1 + random.nextInt(8), 1 + random.nextInt(16), Duration.ofHours(1));
      world = new World(limits);
    }

    void step() {
      if (random.nextInt(3) == 0) world.passes(Duration.ofMillis(random.nextLong(1, 200_000)));
      if (random.nextInt(10) == 0) world.health = health();
      switch (random.nextInt(10)) {
        case 0, 1 -> world.sends(order());
        case 2, 3, 4 -> attempt();
        case 5, 6, 7 -> report();
        case 8 -> world.ticks(anyId());
        default -> rare();
      }
      everyLiveMessageIsSane();
    }

    private Health health() {
      var failing = Arrays.stream(CHANNELS).filter(_ -> random.nextBoolean()).collect(Collectors.toSet());
      return new Health(failing, 1 + random.nextInt(10));
    }

    private void rare() {
      switch (random.nextInt(3)) {
        case 0 -> world.cancels(anyId());
        case 1 -> world.asksFor(anyId());
        default -> dueOne();
      }
    }

    private void dueOne() {
      long id = anyId();
      if (world.message(id).isPresent()) world.isDue(id);
    }

    private Order order() {
      Order order = random.nextInt(4) == 0 ? Order.aText() : Order.aCode().withPurpose(any(PURPOSES));
      order = order.by(IntStream.rangeClosed(0, random.nextInt(3))
          .mapToObj(_ -> routeStep())
          .toArray(RouteStep[]::new));
      if (order.code().isPresent()) order = order.withAttempts(1 + random.nextInt(5));
      if (random.nextInt(4) == 0) order = order.withoutReplacing();
      if (random.nextBoolean()) order = order.withoutCoolDown();
      return order.withLifetime(Duration.ofMillis(random.nextLong(1, 600_000)));
    }

    private RouteStep routeStep() {
      RouteStep step = Order.step(any(CHANNELS), Duration.ofMillis(random.nextLong(100_000)));
      return random.nextBoolean()
          ? step
          : Order.verifiedWithin(Duration.ofMillis(random.nextLong(1, 100_000)), step.channel());
    }

    private void report() {
      Outcome outcome = any(Outcome.values());
      long id = anyId();
      int dispatch = random.nextInt(-1, 5);
      Optional<Message> before = world.message(id);
      world.reports(id, dispatch, outcome);
      before.ifPresent(message -> abandonedWordChangesNothing(message, dispatch, outcome));
      boolean failure = outcome == Outcome.REFUSED || outcome == Outcome.DROPPED || outcome == Outcome.UNDELIVERED;
      if (!failure) assertThat(world.ordered()).as("seed %d: %s orders nothing", seed, outcome).isEmpty();
    }

    /** A good word of an earlier channel may be told; the message stays where it is, and waits as long. */
    private void abandonedWordChangesNothing(Message before, int dispatch, Outcome outcome) {
      boolean good = outcome == Outcome.SENT || outcome == Outcome.DELIVERED || outcome == Outcome.READ;
      if (!good || !(before instanceof Message.Live was) || dispatch >= was.dispatch() || was.isOver(world.now)) return;
      assertThat(world.message(was.facts().id())).as("seed %d: %s by dispatch %d", seed, outcome, dispatch)
          .hasValueSatisfying(after -> {
            assertThat(after).isInstanceOf(Message.Live.class);
            assertThat(after.state()).isEqualTo(was.state());
            assertThat(after.dueAt()).isEqualTo(was.dueAt());
            assertThat(after.dispatch()).isEqualTo(was.dispatch());
          });
    }

    private void attempt() {
      int before = world.compared;
      String guess = random.nextInt(4) == 0 ? Order.RIGHT : "000000";
      Verdict verdict = world.attempts(anyId(), guess).verdict();
      boolean compared = verdict == Verdict.VERIFIED || verdict == Verdict.WRONG_CODE;
      assertThat(world.compared - before).as("seed %d: %s", seed, verdict).isEqualTo(compared ? 1 : 0);
      assertThat(verdict == Verdict.VERIFIED).isEqualTo(compared && guess.equals(Order.RIGHT));
      if (verdict == Verdict.WRONG_CODE) wrong.add(world.now);
    }

    private void everyLiveMessageIsSane() {
      for (Message message : world.messages.values()) {
        if (!(message instanceof Message.Live live)) continue;
        assertThat(live.dueAt()).as("seed %d: %s", seed, live).isBeforeOrEqualTo(live.facts().expiresAt());
        assertThat(live.allFailed()).as("seed %d: %s waits for nothing", seed, live).isFalse();
        assertThat(live.dispatch()).isBetween(1, live.route().size());
        live.code().ifPresent(code -> assertThat(code.attemptsLeft()).as("seed %d", seed).isPositive());
      }
      long alive = world.messages.values().stream()
          .filter(m -> m instanceof Message.Live live && live.code().isPresent())
          .map(m -> m.facts().purpose()).count();
      long purposes = world.messages.values().stream()
          .filter(m -> m instanceof Message.Live live && live.code().isPresent())
          .map(m -> m.facts().purpose()).distinct().count();
      assertThat(alive).as("seed %d: one active code a purpose", seed).isEqualTo(purposes);
    }

    void holds() {
      world.events.stream().map(Event::messageId).distinct().forEach(this::storyHolds);
      for (Instant at : wrong) {
        assertThat(within(Duration.ofHours(1), at)).as("seed %d", seed).isLessThanOrEqualTo(limits.failuresPerHour());
        assertThat(within(Duration.ofDays(1), at)).as("seed %d", seed).isLessThanOrEqualTo(limits.failuresPerDay());
      }
    }

    private long within(Duration window, Instant until) {
      return wrong.stream().filter(at -> !at.isAfter(until) && until.isBefore(at.plus(window))).count();
    }

    private void storyHolds(long id) {
      List<Event> story = world.events.stream().filter(event -> event.messageId() == id).toList();
      assertThat(story).as("seed %d, message %d: no gap, no repeat", seed, id).extracting(Event::sequence)
          .containsExactlyElementsOf(IntStream.rangeClosed(1, story.size()).boxed().toList());
      int dispatch = 0;
      for (int i = 0; i < story.size(); i++) {
        Event event = story.get(i);
        assertThat(event.at()).as("seed %d, message %d", seed, id).isAfterOrEqualTo(story.getFirst().at());
        if (event.type() == EventType.DISPATCHED) assertThat(event.dispatch()).isEqualTo(++dispatch);
        else if (i > 0) neverBack(story.get(i - 1).state(), event);
        if (!PROGRESS.contains(event.state()))
          assertThat(i).as("seed %d, message %d: nothing follows its end", seed, id).isEqualTo(story.size() - 1);
      }
      assertThat(story).filteredOn(event -> event.type() == EventType.VERIFIED).hasSizeLessThanOrEqualTo(1);
      assertThat(world.dispatches).filteredOn(order -> order.message().facts().id() == id)
          .extracting(Effect.Dispatch::dispatch).as("seed %d, message %d: each dispatch once, in order", seed, id)
          .containsExactlyElementsOf(IntStream.rangeClosed(1, dispatch).boxed().toList());
      assertThat(world.dispatches).filteredOn(order -> order.message().facts().id() == id)
          .extracting(order -> order.message().code().map(Code::sealed)).as("seed %d, message %d: one code", seed, id)
          .satisfies(codes -> assertThat(codes.stream().distinct()).hasSize(1));
      assertThat(world.dispatches).filteredOn(order -> order.message().facts().id() == id).allSatisfy(
          order -> assertThat(order.message().updatedAt()).isBefore(order.message().facts().expiresAt()));
    }

    /** Within the turn of one channel; a new channel's turn begins with DISPATCHED. */
    private void neverBack(State before, Event event) {
      assertThat(event.state()).as("seed %d, message %d, event %d", seed, event.messageId(), event.sequence())
          .isGreaterThanOrEqualTo(before);
    }

    private long anyId() {
      List<Long> ids = world.ids();
      return ids.isEmpty() || random.nextInt(20) == 0 ? 4711 : ids.get(random.nextInt(ids.size()));
    }

    private <T> T any(T[] of) {
      return Arrays.asList(of).get(random.nextInt(of.length));
    }
  }
}
