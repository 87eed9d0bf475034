package dev.otpstream.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.engine.core.Command.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Progress of one dispatch, and the turn to the next channel. */
class DeliveryRulesTest {
  private final World world = new World();

  @Test void progressIsToldOnceEach() {
    long id = world.sent(Order.aCode());

    world.reports(id, 1, Outcome.SENT, Outcome.DELIVERED, Outcome.READ);

    assertThat(world.events).extracting(Event::type).containsExactly(EventType.ACCEPTED, EventType.DISPATCHED,
        EventType.SENT, EventType.DELIVERED, EventType.READ);
    assertThat(world.live(id).state()).isEqualTo(State.READ);
  }

  @Test void anEventSaysWhichChannelAndProvider() {
    long id = world.sent(Order.aCode());

    world.reports(id, 1, Outcome.REFUSED);

    Event failed = world.events.get(2);
    assertThat(failed).isEqualTo(new Event(id, 3, EventType.FAILED, State.DISPATCHED, World.NOON,
        Optional.of("telegram"), 1, Optional.of("provider"), Optional.of(Reason.RECIPIENT_UNREACHABLE),
        Optional.of("PHONE_NUMBER_NOT_FOUND"), -1, 1, Optional.empty()));
  }

  @Test void doubledResultsChangeNothing() {
    long id = world.sent(Order.aCode());
    for (Outcome outcome : List.of(Outcome.SENT, Outcome.DELIVERED, Outcome.READ)) {
      world.reports(id, 1, outcome);
      world.reports(id, 1, outcome);
      assertThat(world.last.changes()).as("second " + outcome).isFalse();
      assertThat(world.told()).isEmpty();
    }
  }

  @Test void anEarlyReceiptOvertakesTheSend() {
    long id = world.sent(Order.aCode());

    world.reports(id, 1, Outcome.DELIVERED, Outcome.SENT, Outcome.UNCLEAR);

    assertThat(world.live(id).state()).isEqualTo(State.DELIVERED);
    assertThat(world.told()).isEmpty();
  }

  @Test void aFailureAfterTheDeliveryIsNoNews() {
    long id = world.sent(Order.aCode());
    world.reports(id, 1, Outcome.DELIVERED);

    world.reports(id, 1, Outcome.UNDELIVERED);

    assertThat(world.last.changes()).isFalse();
    assertThat(world.ordered()).isEmpty();
  }

  @Test void aDeliveryAfterTheFailureIsNoNewsEither() {
    long id = world.sent(Order.aCode());
    world.reports(id, 1, Outcome.UNDELIVERED);

    world.reports(id, 1, Outcome.DELIVERED);

    assertThat(world.last.changes()).isFalse();
    assertThat(world.live(id).state()).isEqualTo(State.DISPATCHED);
  }

  @Test void anUnclearSendIsToldAndMayBecomeClear() {
    long id = world.sent(Order.aCode());
    world.reports(id, 1, Outcome.UNCLEAR);
    assertThat(world.told()).containsExactly(EventType.UNCLEAR);
    assertThat(world.live(id).state()).as("perhaps sent is not sent").isEqualTo(State.DISPATCHED);

    world.reports(id, 1, Outcome.DELIVERED);
    assertThat(world.live(id).state()).isEqualTo(State.DELIVERED);
  }

  @Test void anUnclearSendDoesNotFallBackAtOnce() {
    long id = world.sent(Order.aCode());

    world.reports(id, 1, Outcome.UNCLEAR);

    assertThat(world.ordered()).isEmpty();
    assertThat(world.isDue(id).ordered()).as("only when its receipt stays out").containsExactly("sms");
  }

  @Test void wordOfADispatchThatNeverWasIsIgnored() {
    long id = world.sent(Order.aCode());
    for (int dispatch : new int[]{-1, 0, 2, 3, Integer.MAX_VALUE}) {
      world.reports(id, dispatch, Outcome.DELIVERED);
      assertThat(world.last).isEqualTo(Decision.nothing());
    }
  }

  @Test void wordOfAMessageThatNeverWasIsIgnored() {
    world.reports(4711, 1, Outcome.DELIVERED).ticks(4711);

    assertThat(world.last).isEqualTo(Decision.nothing());
  }

  @Test void aProvidersNamesAreRememberedEvenIfTheResultIsOldNews() {
    long id = world.sent(Order.aCode());
    world.reports(id, 1, Outcome.DELIVERED);

    world.decide(world.message(id), new Command.Report(1, Outcome.SENT, "smpp", Optional.empty(), Optional.empty(),
        List.of("sms/smpp/1", "sms/smpp/2"), 2, Optional.empty()));

    assertThat(world.last.effects()).containsExactly(new Effect.Remember("sms/smpp/1", id, 1, "a1"),
        new Effect.Remember("sms/smpp/2", id, 1, "a1"));
  }

  @Test void aRefusalFallsBackAtOnce() {
    for (Outcome outcome : List.of(Outcome.REFUSED, Outcome.DROPPED, Outcome.UNDELIVERED)) {
      var one = new World();
      long id = one.sent(Order.aCode());
      one.reports(id, 1, outcome);
      assertThat(one.told()).as(outcome.name()).containsExactly(EventType.FAILED, EventType.FALLBACK,
          EventType.DISPATCHED);
      assertThat(one.ordered()).containsExactly("sms");
      assertThat(one.live(id).dispatch()).isEqualTo(2);
    }
  }

  @Test void aMissingReceiptFallsBackAtItsDeadline() {
    long id = world.sent(Order.aCode());
    world.reports(id, 1, Outcome.SENT);

    world.passes(Order.RECEIPT_TIMEOUT.minusMillis(1)).ticks(id);
    assertThat(world.last).isEqualTo(Decision.nothing());

    world.passes(Duration.ofMillis(1)).ticks(id);
    assertThat(world.told()).containsExactly(EventType.FALLBACK, EventType.DISPATCHED);
    assertThat(world.events.get(3).reason()).contains(Reason.NO_RECEIPT);
    assertThat(world.ordered()).containsExactly("sms");
    assertThat(world.live(id).failure()).as("nobody said that it failed").isEmpty();
  }

  @Test void aReceiptInTimeStopsTheFallback() {
    long id = world.sent(Order.aCode());
    world.reports(id, 1, Outcome.SENT, Outcome.DELIVERED);

    world.passes(Order.RECEIPT_TIMEOUT).ticks(id);

    assertThat(world.last).isEqualTo(Decision.nothing());
    assertThat(world.live(id).dueAt()).isEqualTo(world.live(id).facts().expiresAt());
  }

  @Test void theLastChannelHasNoFallback() {
    long id = world.sent(Order.aCode().by("sms"));

    assertThat(world.live(id).dueAt()).isEqualTo(world.live(id).facts().expiresAt());
  }

  @Test void ifTheLastChannelRefusesTooTheMessageIsUndeliverable() {
    long id = world.sent(Order.aCode());
    world.reports(id, 1, Outcome.REFUSED);

    world.reports(id, 2, Outcome.UNDELIVERED);

    assertThat(world.told()).containsExactly(EventType.FAILED, EventType.UNDELIVERABLE);
    assertThat(world.ended(id).state()).isEqualTo(State.UNDELIVERABLE);
    assertThat(world.ended(id).failure()).contains(new Message.Failure(Reason.OTHER, Optional.empty()));
  }

  @Test void theEndRepeatsWhatTheLastProviderSaid() {
    long id = world.sent(Order.aCode().by("telegram"));

    world.reports(id, 1, Outcome.REFUSED);

    assertThat(world.newest().type()).isEqualTo(EventType.UNDELIVERABLE);
    assertThat(world.newest().reason()).contains(Reason.RECIPIENT_UNREACHABLE);
    assertThat(world.newest().providerCode()).contains("PHONE_NUMBER_NOT_FOUND");
  }

  @Test void itIsNotUndeliverableWhileAnAbandonedChannelMayStillDeliver() {
    long id = world.sent(Order.aCode());
    world.reports(id, 1, Outcome.UNCLEAR).isDue(id);

    world.reports(id, 2, Outcome.REFUSED);
    assertThat(world.told()).containsExactly(EventType.FAILED);
    assertThat(world.live(id).dueAt()).as("all there is to wait for").isEqualTo(world.live(id).facts().expiresAt());

    world.reports(id, 1, Outcome.UNDELIVERED);
    assertThat(world.told()).as("now both surely failed").containsExactly(EventType.FAILED, EventType.UNDELIVERABLE);
  }

  @Test void aFailureOfAnAbandonedChannelOrdersNothing() {
    long id = world.sent(Order.aCode().by("telegram", "max", "sms"));
    world.isDue(id);

    world.reports(id, 1, Outcome.UNDELIVERED);

    assertThat(world.told()).containsExactly(EventType.FAILED);
    assertThat(world.ordered()).isEmpty();
    assertThat(world.live(id).dispatch()).isEqualTo(2);
  }

  @Test void anAbandonedChannelSendingLateIsNoProgress() {
    long id = world.sent(Order.aCode());
    world.isDue(id);

    world.reports(id, 1, Outcome.SENT);

    assertThat(world.told()).containsExactly(EventType.SENT);
    assertThat(world.newest().dispatch()).isEqualTo(1);
    assertThat(world.live(id).state()).isEqualTo(State.DISPATCHED);
  }

  @Test void anAbandonedChannelDeliveringLateIsRecordedAndChangesNothing() {
    long id = world.sent(Order.aCode().by("telegram", "max", "sms"));
    world.isDue(id);
    var due = world.live(id).dueAt();

    world.reports(id, 1, Outcome.SENT, Outcome.DELIVERED);

    assertThat(world.told()).containsExactly(EventType.DELIVERED);
    assertThat(world.newest().dispatch()).isEqualTo(1);
    assertThat(world.newest().state()).isEqualTo(State.DISPATCHED);
    assertThat(world.live(id).state()).isEqualTo(State.DISPATCHED);
    assertThat(world.live(id).dueAt()).as("the current channel has its time, no less and no more").isEqualTo(due);
    assertThat(world.ordered()).isEmpty();
  }

  @Test void anAbandonedChannelDeliveringLateStopsNoFallback() {
    for (Outcome refused : List.of(Outcome.REFUSED, Outcome.UNDELIVERED)) {
      var one = new World();
      long id = one.sent(Order.aCode().by("telegram", "max", "sms"));
      one.isDue(id).reports(id, 1, Outcome.DELIVERED);

      one.reports(id, 2, refused);

      assertThat(one.told()).containsExactly(EventType.FAILED, EventType.FALLBACK, EventType.DISPATCHED);
      assertThat(one.ordered()).containsExactly("sms");
    }
  }

  @Test void anAbandonedChannelDeliveringLateDoesNotHideThatTheReceiptIsMissing() {
    long id = world.sent(Order.aCode().by("telegram", "max", "sms"));
    world.isDue(id).reports(id, 1, Outcome.DELIVERED);

    world.isDue(id);

    assertThat(world.ordered()).containsExactly("sms");
    assertThat(world.events.get(world.events.size() - 2).reason()).contains(Reason.NO_RECEIPT);
  }

  @Test void aMessageThatAnAbandonedChannelDeliveredIsNotUndeliverable() {
    long id = world.sent(Order.aCode());
    world.isDue(id).reports(id, 1, Outcome.DELIVERED);

    world.reports(id, 2, Outcome.REFUSED);

    assertThat(world.told()).containsExactly(EventType.FAILED);
    assertThat(world.live(id).dueAt()).isEqualTo(world.live(id).facts().expiresAt());
  }

  @Test void aTextThatIsReadOnAnAbandonedChannelGoesOn() {
    long id = world.sent(Order.aText().by("telegram", "sms"));
    world.isDue(id).reports(id, 1, Outcome.READ);
    assertThat(world.live(id).state()).isEqualTo(State.DISPATCHED);

    world.reports(id, 2, Outcome.READ);
    assertThat(world.ended(id).state()).isEqualTo(State.READ);
  }

  @Test void wordAfterTheEndOfItsLifeEndsIt() {
    long id = world.sent(Order.aCode());
    world.at(world.live(id).facts().expiresAt());

    world.reports(id, 1, Outcome.REFUSED);

    assertThat(world.told()).containsExactly(EventType.EXPIRED);
    assertThat(world.ordered()).isEmpty();
  }

  @Test void eachChannelLeftHasAShareOfTheLife() {
    var life = Duration.ofSeconds(60);
    long id = world.sent(Order.aCode().by("telegram", "max", "sms").withLifetime(life));
    assertThat(world.live(id).dueAt()).as("a third").isEqualTo(World.NOON.plusSeconds(20));

    world.isDue(id);
    assertThat(world.live(id).dueAt()).as("half of what is left").isEqualTo(World.NOON.plusSeconds(40));

    world.isDue(id);
    assertThat(world.live(id).dueAt()).as("all the rest").isEqualTo(World.NOON.plusSeconds(60));
  }

  @Test void aShareIsNeverTooShortToBeAChance() {
    long id = world.sent(Order.aCode().by("telegram", "max", "sms").withLifetime(Duration.ofSeconds(6)));

    assertThat(world.live(id).dueAt()).isEqualTo(World.NOON.plus(Message.Live.RECEIPT_TIMEOUT_MIN));
    assertThat(world.isDue(id).live(id).dueAt()).isEqualTo(World.NOON.plusSeconds(6));
  }

  @Test void anEarlierWishThanTheShareIsGranted() {
    long id = world.sent(Order.aCode().by(Order.step("telegram", Duration.ofSeconds(12)),
        Order.step("sms", Duration.ofDays(300))));

    assertThat(world.live(id).dueAt()).isEqualTo(World.NOON.plusSeconds(12));
  }

  @Test void progressMovesForwardOnly() {
    for (Progress from : Progress.values())
      for (Progress to : Progress.values()) {
        boolean forward = to == Progress.FAILED
            ? List.of(Progress.DISPATCHED, Progress.UNCLEAR, Progress.SENT).contains(from)
            : from != Progress.FAILED && to.compareTo(from) > 0;
        assertThat(from.mayBecome(to)).as(from + " to " + to).isEqualTo(forward);
      }
  }
}
