package dev.otpstream.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.schemas.Dispatch;
import dev.otpstream.schemas.MessageState;
import dev.otpstream.schemas.StatusEvent;
import dev.otpstream.schemas.StatusType;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What we promise to users, each with its own check over everything that happened. */
sealed interface Promise {
  /** Fails with the message's id if the promise was broken. */
  void holds(Evidence evidence);

  /** The states that nothing leaves. */
  Set<MessageState> ENDS = EnumSet.of(MessageState.VERIFIED, MessageState.EXPIRED, MessageState.CANCELLED,
      MessageState.ATTEMPTS_USED, MessageState.UNDELIVERABLE);

  /** Within a message the sequence counts from 1 without gaps and repeats, whatever crashed. */
  record SequenceIsGapless() implements Promise {
    @Override public void holds(Evidence evidence) {
      evidence.statusByMessage().forEach((id, events) -> {
        for (int i = 0; i < events.size(); i++)
          assertThat(events.get(i).getSequence()).as("sequence of message %d", id).isEqualTo(i + 1);
      });
    }
  }

  /** After an end nothing happens to a message any more. */
  record EndsAbsorb() implements Promise {
    @Override public void holds(Evidence evidence) {
      evidence.statusByMessage().forEach((id, events) -> {
        for (StatusEvent event : events.subList(0, events.size() - 1))
          assertThat(ENDS).as("message %d goes on after its end", id).doesNotContain(event.getState());
      });
    }
  }

  /** A code verifies at most once. */
  record OneSuccessEach() implements Promise {
    @Override public void holds(Evidence evidence) {
      evidence.statusByMessage().forEach((id, events) -> assertThat(
          events.stream().filter(event -> event.getType() == StatusType.VERIFIED)).as("successes of message %d", id)
          .hasSizeLessThanOrEqualTo(1));
    }
  }

  /** Every dispatch is ordered once, in the order of the route, and never after the message's end. */
  record EachDispatchOnce() implements Promise {
    @Override public void holds(Evidence evidence) {
      Map<Long, Integer> dispatched = new HashMap<>();
      for (Dispatch dispatch : evidence.dispatches())
        dispatched.merge(dispatch.getMessageId(), 1, Integer::sum);
      evidence.statusByMessage().forEach((id, events) -> {
        List<Integer> numbers = events.stream().filter(event -> event.getType() == StatusType.DISPATCHED)
            .map(StatusEvent::getDispatch).toList();
        for (int i = 0; i < numbers.size(); i++)
          assertThat(numbers.get(i)).as("dispatches of message %d", id).isEqualTo(i + 1);
        assertThat(dispatched.get(id)).as("dispatch records of message %d", id).isEqualTo(numbers.size());
      });
    }
  }

  /** Everything that a caller was told was accepted is in the log. */
  record AcceptedIsInTheLog(Set<Long> acceptedIds) implements Promise {
    @Override public void holds(Evidence evidence) {
      assertThat(evidence.statusByMessage().keySet()).containsAll(acceptedIds);
    }
  }

  /** Everything that a caller was told was verified is in the log as verified. */
  record VerifiedIsInTheLog(Set<Long> verifiedIds) implements Promise {
    @Override public void holds(Evidence evidence) {
      Map<Long, List<StatusEvent>> log = evidence.statusByMessage();
      for (Long id : verifiedIds)
        assertThat(log.get(id).getLast().getState()).as("state of message %d", id).isEqualTo(MessageState.VERIFIED);
    }
  }
}
