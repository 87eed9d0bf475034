package dev.otpstream.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.engine.core.Command.Outcome;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is on its way by a channel that nobody needs any more is taken back, where the provider can. */
class RevocationsTest {
  private final World world = new World();
  private long id;

  @BeforeEach void sent() {
    world.handle = Optional.of("request-1");
    id = world.sent(Order.aCode());
  }

  @Test void whatWasNotDeliveredInTimeIsTakenBack() {
    world.reports(id, 1, Outcome.SENT).isDue(id);
    assertThat(world.ordered()).containsExactly("sms");
    assertThat(world.revoked()).containsExactly(1);
  }

  @Test void whatTurnsOutToBeSentAfterTheFallbackIsTakenBackThen() {
    world.isDue(id);
    assertThat(world.revoked()).isEmpty();
    world.reports(id, 1, Outcome.SENT);
    assertThat(world.revoked()).containsExactly(1);
    world.reports(id, 1, Outcome.SENT);
    assertThat(world.revoked()).as("once").isEmpty();
  }

  @Test void aCancelledMessageIsTakenBack() {
    world.reports(id, 1, Outcome.SENT);
    world.cancels(id);
    assertThat(world.revoked()).containsExactly(1);
  }

  @Test void aCancelledMessageThatTurnsOutToBeSentIsTakenBack() {
    world.cancels(id);
    world.reports(id, 1, Outcome.SENT);
    assertThat(world.revoked()).containsExactly(1);
  }

  @Test void whoVerifiedHasSeenIt() {
    world.attempts(Order.RIGHT);
    assertThat(world.revoked()).isEmpty();
    world.reports(id, 1, Outcome.SENT);
    assertThat(world.revoked()).isEmpty();
  }

  @Test void whatWasVerifiedByTheNextChannelIsTakenBackFromTheFirst() {
    world.isDue(id).attempts(Order.RIGHT);
    world.reports(id, 1, Outcome.SENT);
    assertThat(world.revoked()).containsExactly(1);
  }

  @Test void whatWasDeliveredCannotBeTakenBack() {
    world.reports(id, 1, Outcome.SENT, Outcome.DELIVERED);
    world.cancels(id);
    assertThat(world.revoked()).isEmpty();
  }

  @Test void whoCannotTakeBackIsNotAsked() {
    world.handle = Optional.empty();
    world.reports(id, 1, Outcome.SENT).isDue(id);
    assertThat(world.revoked()).isEmpty();
  }
}
