package dev.otpstream.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.engine.core.Command.Outcome;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Fallback on "not verified by": delivered is not enough, if the code stays unused. */
class VerifyTimeoutTest {
  private static final Duration WAIT = Duration.ofSeconds(20);
  private final World world = new World();

  @Test void aDeliveredCodeThatNobodyUsesGoesByTheNextChannel() {
    long id = sent();
    world.reports(id, 1, Outcome.SENT, Outcome.DELIVERED);
    assertThat(world.live(id).dueAt()).isEqualTo(World.NOON.plus(WAIT));

    world.isDue(id);

    assertThat(world.told()).containsExactly(EventType.FALLBACK, EventType.DISPATCHED);
    assertThat(world.ordered()).containsExactly("max");
    assertThat(world.events.get(world.events.size() - 2).reason()).hasValue(Reason.NOT_VERIFIED);
    assertThat(world.dispatches).extracting(order -> order.message().code().orElseThrow().sealed())
        .as("the same code").containsOnly(world.dispatches.getFirst().message().code().orElseThrow().sealed());
  }

  @Test void aVerifiedCodeGoesNowhere() {
    long id = sent();
    world.reports(id, 1, Outcome.DELIVERED);
    world.attempts(Order.RIGHT);

    world.at(World.NOON.plus(WAIT)).ticks(id);

    assertThat(world.ordered()).isEmpty();
    assertThat(world.dispatches).hasSize(1);
  }

  @Test void aMissingReceiptIsWaitedForNoLongerThanTheVerification() {
    long id = sent();
    assertThat(world.live(id).dueAt()).isEqualTo(World.NOON.plus(WAIT));
    assertThat(world.isDue(id).ordered()).containsExactly("max");
  }

  @Test void theWaitIsNeverTooShortToBeAChance() {
    long id = world.sent(Order.aCode().by(Order.verifiedWithin(Duration.ofSeconds(1), "telegram"),
        Order.step("sms", Order.RECEIPT_TIMEOUT)));
    world.reports(id, 1, Outcome.DELIVERED);
    assertThat(world.live(id).dueAt()).isEqualTo(World.NOON.plus(Message.Live.RECEIPT_TIMEOUT_MIN));
  }

  @Test void aTextHasNothingToVerify() {
    long id = world.sent(Order.aText().by(Order.verifiedWithin(WAIT, "telegram"),
        Order.step("sms", Order.RECEIPT_TIMEOUT)));
    assertThat(world.live(id).dueAt()).isEqualTo(World.NOON.plus(Order.RECEIPT_TIMEOUT));
    world.reports(id, 1, Outcome.DELIVERED);
    assertThat(world.live(id).dueAt()).isEqualTo(world.live(id).facts().expiresAt());
  }

  @Test void whatDidNotHelpDoesNotKeepARefusalFromFallingBack() {
    long id = sent();
    world.reports(id, 1, Outcome.DELIVERED).isDue(id);

    world.reports(id, 2, Outcome.REFUSED);

    assertThat(world.ordered()).containsExactly("sms");
  }

  @Test void lateWordOfAnEarlierChannelIsRecordedAndOrdersNothing() {
    long id = sent();
    world.isDue(id);
    var due = world.live(id).dueAt();

    world.reports(id, 1, Outcome.SENT, Outcome.DELIVERED, Outcome.READ);

    assertThat(world.newest().type()).isEqualTo(EventType.READ);
    assertThat(world.newest().dispatch()).isEqualTo(1);
    assertThat(world.dispatches).hasSize(2);
    assertThat(world.live(id).dueAt()).as("the code is still waited for").isEqualTo(due);
  }

  private long sent() {
    return world.sent(Order.aCode().by(Order.verifiedWithin(WAIT, "telegram"), Order.verifiedWithin(WAIT, "max"),
        Order.step("sms", Order.RECEIPT_TIMEOUT)));
  }
}
