package dev.otpstream.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.engine.core.Answer;
import dev.otpstream.engine.core.Choice;
import dev.otpstream.engine.core.Command;
import dev.otpstream.engine.core.EventType;
import dev.otpstream.engine.core.State;
import dev.otpstream.engine.state.ChoiceWord;
import dev.otpstream.engine.state.EventWord;
import dev.otpstream.engine.state.ReasonWord;
import dev.otpstream.engine.state.StateWord;
import dev.otpstream.schemas.DeliveryOutcome;
import dev.otpstream.schemas.MessageState;
import dev.otpstream.schemas.Reason;
import dev.otpstream.schemas.Refusal;
import dev.otpstream.schemas.RouteChoice;
import dev.otpstream.schemas.StatusType;
import dev.otpstream.schemas.VerifyOutcome;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The rules and the contract name the same things; what only one of them knows is listed here, with its reason. */
class EnumsTest {
  @Test void everyEventTypeCanBeToldAndAskedFor() {
    assertThat(names(EventType.class)).isEqualTo(without(StatusType.class, StatusType.OTHER));
  }

  @Test void everyReasonGoesBothWays() {
    assertThat(names(dev.otpstream.engine.core.Reason.class)).isEqualTo(names(Reason.class));
  }

  @Test void everyChoiceCanBeToldAndKept() {
    assertThat(names(Choice.Why.class)).isEqualTo(without(RouteChoice.class, RouteChoice.OTHER));
    assertThat(names(ChoiceWord.class)).isEqualTo(names(Choice.Why.class));
  }

  @Test void everyOutcomeIsUnderstood() {
    assertThat(names(Command.Outcome.class)).isEqualTo(without(DeliveryOutcome.class, DeliveryOutcome.OTHER));
  }

  @Test void everyStateCanBeTold() {
    assertThat(names(State.class)).isEqualTo(without(MessageState.class, MessageState.UNKNOWN));
  }

  @Test void everythingThatHappenedCanBeKept() {
    assertThat(names(EventWord.class)).isEqualTo(names(EventType.class));
    assertThat(names(StateWord.class)).isEqualTo(names(State.class));
    assertThat(names(ReasonWord.class)).isEqualTo(names(dev.otpstream.engine.core.Reason.class));
  }

  @Test void everyRefusalCanBeTold() {
    // The rules know no idempotency keys.
    assertThat(names(Answer.Refusal.class))
        .isEqualTo(without(Refusal.class, Refusal.IDEMPOTENCY_CONFLICT, Refusal.OTHER));
  }

  @Test void everyVerdictCanBeTold() {
    // The rules know neither idempotency keys nor messages that are not there.
    assertThat(names(Answer.Verdict.class)).isEqualTo(without(VerifyOutcome.class, VerifyOutcome.UNKNOWN_MESSAGE,
        VerifyOutcome.IDEMPOTENCY_CONFLICT, VerifyOutcome.OTHER));
  }

  private static Set<String> names(Class<? extends Enum<?>> type) {
    return Arrays.stream(type.getEnumConstants()).map(Enum::name).collect(Collectors.toSet());
  }

  private static Set<String> without(Class<? extends Enum<?>> type, Enum<?>... ofTheContractAlone) {
    Set<String> names = names(type);
    List.of(ofTheContractAlone).forEach(one -> names.remove(one.name()));
    return names;
  }
}
