package dev.otpstream.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.engine.core.Limits;
import dev.otpstream.schemas.CancelAnswer;
import dev.otpstream.schemas.DeliveryOutcome;
import dev.otpstream.schemas.Dispatch;
import dev.otpstream.schemas.MessageState;
import dev.otpstream.schemas.OtpCommand;
import dev.otpstream.schemas.Send;
import dev.otpstream.schemas.SendAccepted;
import dev.otpstream.schemas.StatusAnswer;
import dev.otpstream.schemas.StatusEvent;
import dev.otpstream.schemas.StatusType;
import dev.otpstream.schemas.VerifyAnswer;
import dev.otpstream.schemas.VerifyOutcome;
import dev.otpstream.schemas.sealing.Contexts;
import dev.otpstream.schemas.sealing.Unopenable;
import java.time.Duration;
import java.util.List;

/** The story of one message, told on the real topology. Each step answers the story, so that they can be chained. */
final class Scenario implements AutoCloseable {
  /** Stands for whatever the engine made. */
  static final String RIGHT_CODE = "the right code";
  /** Stands for a code of the same form that is not the right one. */
  static final String WRONG_CODE = "a wrong code";

  final TestEngine engine;
  final Calls calls;
  long id;
  /** Known once a dispatch was opened. */
  String code;
  private Object answer;

  private Scenario(Limits limits) {
    engine = new TestEngine(limits);
    calls = new Calls(engine.keys);
  }

  /** Nothing has happened yet. */
  static Scenario begins() {
    return begins(Limits.DEFAULT);
  }

  static Scenario begins(Limits limits) {
    return new Scenario(limits);
  }

  /** A code was accepted for a route. */
  static Scenario issued(String... route) {
    var scenario = begins();
    return scenario.sends(scenario.calls.code(route));
  }

  /** Sends what must be accepted; from now on the story is about this message. */
  Scenario sends(Send.Builder send) {
    asks(send.build());
    assertThat(answer).isInstanceOf(SendAccepted.class);
    id = ((SendAccepted) answer).getMessageId();
    return this;
  }

  /** Asks under the recipient's key, as if for the first time. */
  Scenario asks(Object body) {
    return asks(calls.command(body));
  }

  Scenario asks(OtpCommand command) {
    engine.command(calls.routingKey(), command);
    answer = engine.reply().getBody();
    return this;
  }

  Scenario attempts(String guess) {
    return asks(calls.guess(resolved(guess)));
  }

  Scenario cancels() {
    return asks(Calls.cancel(id));
  }

  Scenario sent(int dispatch, String... references) {
    engine.result(Long.toString(id), Calls.result(DeliveryOutcome.SENT).setMessageId(id).setDispatch(dispatch)
        .setReferences(List.of(references)).build());
    return this;
  }

  Scenario delivered(int dispatch) {
    return reports(dispatch, DeliveryOutcome.DELIVERED);
  }

  /** The provider refused it. */
  Scenario fails(int dispatch) {
    return reports(dispatch, DeliveryOutcome.REFUSED);
  }

  Scenario reports(int dispatch, DeliveryOutcome outcome) {
    engine.result(Long.toString(id), Calls.result(id, dispatch, outcome));
    return this;
  }

  /** A provider's receipt, which knows only the provider's name. */
  Scenario receipt(String reference, DeliveryOutcome outcome) {
    engine.result(reference, Calls.result(outcome).setReferences(List.of(reference)).build());
    return this;
  }

  Scenario passes(Duration time) {
    engine.passes(time);
    return this;
  }

  /** One dispatch came, to this channel, and a worker can open it. */
  Scenario thenDispatches(int number, String channel) {
    List<Dispatch> dispatches = engine.dispatches(channel);
    assertThat(dispatches).hasSize(1);
    Dispatch dispatch = dispatches.getFirst();
    assertThat(dispatch.getMessageId()).isEqualTo(id);
    assertThat(dispatch.getDispatch()).isEqualTo(number);
    assertThat(dispatch.getChannel()).isEqualTo(channel);
    try {
      assertThat(engine.keys.open(dispatch.getRecipient(), Contexts.recipient(Calls.ACCOUNT))).isEqualTo(Calls.PHONE);
      assertThat(engine.keys.open(dispatch.getText(), Contexts.text(Calls.ACCOUNT))).isEqualTo(Calls.TEXT);
      code = dispatch.getCode() == null ? null : engine.keys.open(dispatch.getCode(), Contexts.code(id));
    } catch (Unopenable e) {
      throw new AssertionError(e);
    }
    return this;
  }

  Scenario thenDispatchesNothing() {
    for (String channel : List.of("telegram", "max", "sms"))
      assertThat(engine.dispatches(channel)).as(channel).isEmpty();
    return this;
  }

  Scenario then(VerifyOutcome outcome) {
    assertThat(answer).isInstanceOfSatisfying(VerifyAnswer.class,
        verified -> assertThat(verified.getOutcome()).isEqualTo(outcome));
    return this;
  }

  Scenario then(VerifyOutcome outcome, int attemptsLeft) {
    assertThat(answer).isEqualTo(new VerifyAnswer(outcome, id, attemptsLeft, 0L));
    return this;
  }

  /** What was told since the last look, all of it about this message. */
  Scenario thenTells(StatusType... types) {
    List<StatusEvent> told = engine.statuses();
    assertThat(told).extracting(StatusEvent::getType).containsExactly(types);
    return this;
  }

  Scenario thenCancelled(boolean cancelled, MessageState state) {
    assertThat(answer).isEqualTo(new CancelAnswer(cancelled, id, state));
    return this;
  }

  Scenario thenStandsAt(MessageState state) {
    asks(Calls.query(id));
    assertThat(answer)
        .isInstanceOfSatisfying(StatusAnswer.class, standing -> assertThat(standing.getState()).isEqualTo(state));
    return this;
  }

  Object answer() {
    return answer;
  }

  String resolved(String guess) {
    return switch (guess) {
      case RIGHT_CODE -> code;
      case WRONG_CODE -> code.equals("000000") ? "111111" : "000000";
      default -> guess;
    };
  }

  @Override public void close() {
    engine.close();
  }
}
