package dev.otpstream.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.MockProcessorContext.CapturedPunctuator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AlarmTest {
  private static final long NOW = 1_000_000;
  private final MockProcessorContext<String, Object> context = new MockProcessorContext<>();
  private final List<Long> woken = new ArrayList<>();
  private final Alarm alarm = new Alarm(context, woken::add);

  @BeforeEach void begin() {
    context.setCurrentSystemTimeMs(NOW);
  }

  @Test void withoutATimeItNeverWakes() {
    alarm.setFor(Long.MAX_VALUE);

    assertThat(context.scheduledPunctuators()).isEmpty();
  }

  @Test void itWakesOnceAtItsTime() {
    alarm.setFor(NOW + 30_000);
    CapturedPunctuator scheduled = scheduled();
    assertThat(scheduled.getInterval().toMillis()).isEqualTo(30_000);
    assertThat(scheduled.getType()).isEqualTo(PunctuationType.WALL_CLOCK_TIME);

    scheduled.getPunctuator().punctuate(NOW + 30_001);

    assertThat(woken).containsExactly(NOW + 30_001);
    assertThat(scheduled.cancelled()).isTrue();
  }

  @Test void anEarlierTimeTakesItsPlace() {
    alarm.setFor(NOW + 30_000);
    CapturedPunctuator first = scheduled();
    alarm.setFor(NOW + 10_000);

    assertThat(first.cancelled()).isTrue();
    assertThat(scheduled().getInterval().toMillis()).isEqualTo(10_000);
  }

  @Test void aLaterTimeWaitsForTheWaking() {
    alarm.setFor(NOW + 10_000);
    alarm.setFor(NOW + 10_000);
    alarm.setFor(NOW + 30_000);
    assertThat(context.scheduledPunctuators()).hasSize(1);

    scheduled().getPunctuator().punctuate(NOW + 10_000);
    context.setCurrentSystemTimeMs(NOW + 10_000);
    alarm.setFor(NOW + 30_000);
    assertThat(scheduled().getInterval().toMillis()).isEqualTo(20_000);
  }

  @Test void whatIsDueAlreadyWaitsForTheOthersToBeServed() {
    alarm.setFor(0);
    assertThat(scheduled().getInterval().toMillis()).isEqualTo(50);

    context.setCurrentSystemTimeMs(NOW + 10);
    alarm.setFor(NOW - 1);
    assertThat(context.scheduledPunctuators()).as("and is not put off by them").hasSize(1);
  }

  @Test void cancelledItIsSilent() {
    alarm.setFor(NOW + 10_000);
    alarm.cancel();
    alarm.cancel();

    assertThat(scheduled().cancelled()).isTrue();
  }

  private CapturedPunctuator scheduled() {
    return context.scheduledPunctuators().getLast();
  }
}
