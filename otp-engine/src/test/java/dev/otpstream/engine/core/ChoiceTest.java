package dev.otpstream.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.engine.core.Choice.Why;
import dev.otpstream.engine.core.Command.Outcome;
import dev.otpstream.engine.core.health.Health;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Which channel of a route has its turn. */
class ChoiceTest {
  private static final int NEVER = Integer.MAX_VALUE;
  private final World world = new World();

  @Test void aGoodRouteIsTakenAsItStands() {
    long id = world.sent(Order.aCode());
    assertThat(world.newest().choice()).hasValue(new Choice(Why.FIRST, List.of()));
    world.reports(id, 1, Outcome.REFUSED);
    assertThat(world.newest().choice()).hasValue(new Choice(Why.NEXT, List.of()));
  }

  @Test void aRouteOfOneIsNoChoice() {
    failing(NEVER, "sms");
    world.sent(Order.aCode().by("sms"));
    assertThat(world.newest().choice()).hasValue(new Choice(Why.ONLY, List.of()));
  }

  @Test void failingChannelsArePassedOverAndNamed() {
    failing(NEVER, "telegram", "max");
    var answer = world.sends(Order.aCode().by("telegram", "max", "sms"));
    assertThat(answer).isInstanceOfSatisfying(Answer.Accepted.class,
        accepted -> assertThat(accepted.channel()).isEqualTo("sms"));
    assertThat(world.ordered()).containsExactly("sms");
    assertThat(world.newest().choice()).hasValue(new Choice(Why.INSTEAD, List.of("telegram", "max")));
  }

  @Test void whatWasPassedOverIsTriedAtLast() {
    failing(NEVER, "telegram");
    long id = world.sent(Order.aCode().by("telegram", "max", "sms"));
    assertThat(world.ordered()).containsExactly("max");
    world.health = Health.GOOD;
    world.reports(id, 1, Outcome.REFUSED);
    assertThat(world.ordered()).containsExactly("telegram");
    assertThat(world.newest().choice()).hasValue(new Choice(Why.NEXT, List.of()));
    world.reports(id, 2, Outcome.REFUSED);
    assertThat(world.ordered()).containsExactly("sms");
    world.reports(id, 3, Outcome.REFUSED);
    assertThat(world.told()).containsExactly(EventType.FAILED, EventType.UNDELIVERABLE);
  }

  @Test void nobodyIsRefusedBecauseOfHealthAlone() {
    failing(NEVER, "telegram", "sms");
    long id = world.sent(Order.aCode());
    assertThat(world.ordered()).containsExactly("telegram");
    assertThat(world.newest().choice()).hasValue(new Choice(Why.ANYWAY, List.of()));
    world.reports(id, 1, Outcome.REFUSED);
    assertThat(world.ordered()).containsExactly("sms");
    assertThat(world.newest().choice()).hasValue(new Choice(Why.ANYWAY, List.of()));
  }

  @Test void aFallbackPassesOverTooAndNeverProbes() {
    failing(1, "max");
    long id = world.sent(Order.aCode().by("telegram", "max", "sms"));
    world.reports(id, 1, Outcome.REFUSED);
    assertThat(world.ordered()).containsExactly("sms");
    assertThat(world.newest().choice()).hasValue(new Choice(Why.INSTEAD, List.of("max")));
  }

  @Test void aFewProbe() {
    var health = failing(50, "telegram");
    long probing = LongStream.range(1, 1_000).filter(health::probes).findFirst().orElseThrow();
    var left = Order.aCode().send(probing).route();

    assertThat(Choice.of(left, true, probing, health))
        .isEqualTo(new Choice.Made(new Choice(Why.PROBE, List.of()), left));
    assertThat(Choice.of(left, true, probing + 1, health).choice().why()).isEqualTo(Why.INSTEAD);
  }

  private Health failing(int probeOneOf, String... channels) {
    world.health = new Health(Set.of(channels), probeOneOf);
    return world.health;
  }
}
