package dev.otpstream.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class MessageIdsTest {
  @Test void anIdNamesItsPartition() {
    RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
    for (int i = 0; i < 10_000; i++) {
      long counter = random.nextLong(1, MessageIds.COUNTER_MAX + 1);
      int partition = random.nextInt(MessageIds.PARTITIONS_MAX);
      long id = MessageIds.of(counter, partition);
      assertThat(MessageIds.partitionOf(id)).isEqualTo(partition);
      assertThat(id / MessageIds.PARTITIONS_MAX).isEqualTo(counter);
      assertThat(MessageIds.isValid(id)).isTrue();
    }
  }

  @Test void noIdLosesDigitsInADouble() {
    long last = MessageIds.of(MessageIds.COUNTER_MAX, MessageIds.PARTITIONS_MAX - 1);
    assertThat(last).isLessThan(1L << 53);
    assertThat((long) (double) last).isEqualTo(last);
  }

  @Test void countersAndPartitionsOutOfBoundsAreRefused() {
    assertThatThrownBy(() -> MessageIds.of(0, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> MessageIds.of(MessageIds.COUNTER_MAX + 1, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> MessageIds.of(1, MessageIds.PARTITIONS_MAX)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> MessageIds.of(1, -1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test void strangersAreNotIds() {
    assertThat(MessageIds.isValid(0)).isFalse();
    assertThat(MessageIds.isValid(-1025)).isFalse();
    assertThat(MessageIds.isValid(1L << 53)).isFalse();
    assertThat(MessageIds.isValid(Long.MAX_VALUE)).isFalse();
  }
}
