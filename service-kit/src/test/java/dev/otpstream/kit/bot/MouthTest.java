package dev.otpstream.kit.bot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.kit.channel.SendOutcome;
import dev.otpstream.schemas.Reason;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MouthTest {
  private static final SendOutcome ACCEPTED = new SendOutcome.Accepted(List.of("1"), 1);
  private static final SendOutcome UNCLEAR = new SendOutcome.Unclear("silent");
  private static final SendOutcome THROTTLED = new SendOutcome.Throttled(Duration.ofMillis(1));
  private static final SendOutcome BLOCKED = new SendOutcome.Rejected(Reason.RECIPIENT_BLOCKED, "403");
  private static final SendOutcome GONE = new SendOutcome.Rejected(Reason.OTHER, "400");
  private final FakeMessenger messenger = new FakeMessenger();

  @Test void whatIsTakenIsSaidOnce() throws InterruptedException {
    assertThat(says(Optional.empty(), ACCEPTED)).isEqualTo(ACCEPTED);
    assertThat(messenger.said()).hasSize(1);
  }

  @Test void aThrottleIsWaitedFor() throws InterruptedException {
    assertThat(says(Optional.empty(), THROTTLED, THROTTLED, ACCEPTED)).isEqualTo(ACCEPTED);
  }

  @Test void aThrottleThatOutlastsTheOrderIsNot() throws InterruptedException {
    var forever = new SendOutcome.Throttled(Duration.ofHours(1));
    assertThat(says(Optional.empty(), forever, ACCEPTED)).isEqualTo(forever);
    assertThat(messenger.said()).hasSize(1);
  }

  @Test void anUnclearOutcomeIsTriedOnceMore() throws InterruptedException {
    assertThat(says(Optional.empty(), UNCLEAR, UNCLEAR, ACCEPTED)).isEqualTo(UNCLEAR);
    assertThat(messenger.said()).hasSize(2);
  }

  @Test void whatCannotBeEditedIsSaidAnew() throws InterruptedException {
    assertThat(says(Optional.of("12"), GONE, ACCEPTED)).isEqualTo(ACCEPTED);
    assertThat(messenger.said()).extracting(Speech::replaces).containsExactly(Optional.of("12"), Optional.empty());
  }

  @Test void whoBlocksTheBotIsLeftAlone() throws InterruptedException {
    assertThat(says(Optional.of("12"), BLOCKED, ACCEPTED)).isEqualTo(BLOCKED);
    assertThat(messenger.said()).hasSize(1);
  }

  private SendOutcome says(Optional<String> replaces, SendOutcome... outcomes) throws InterruptedException {
    messenger.answers(outcomes);
    return new Mouth(messenger, Clock.systemUTC()).say(
        new Speech("77", "text", Optional.empty(), List.of(), replaces), Instant.now().plus(Duration.ofMinutes(1)));
  }
}
