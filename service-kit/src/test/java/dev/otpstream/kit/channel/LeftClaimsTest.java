package dev.otpstream.kit.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LeftClaimsTest {
  private static final DispatchId OPEN = new DispatchId(1024, 1);
  private static final DispatchId FREE = new DispatchId(1024, 2);
  private final Map<Integer, Set<DispatchId>> kafka = new HashMap<>(Map.of(0, Set.of(OPEN), 1, Set.of()));
  private final Queue<Runnable> background = new ArrayDeque<>();
  private final LeftClaims left = new LeftClaims(asked -> {
    if (kafka.isEmpty()) throw new IllegalStateException("no broker");
    return Map.copyOf(kafka);
  }, background::add);

  @Test void onlyWhatIsOpenIsIncluded() {
    left.arrived(List.of(0, 1));
    background.remove().run();

    assertThat(left.include(OPEN, 0)).isTrue();
    assertThat(left.include(FREE, 0)).isFalse();
    assertThat(left.include(OPEN, 1)).isFalse();
    assertThat(background).as("one reading for all").isEmpty();
  }

  @Test void aRecordWaitsWhileItsPartitionIsReadAndNoOtherDoes() {
    left.arrived(List.of(0));
    background.remove().run();
    left.arrived(List.of(1));

    assertThatThrownBy(() -> left.include(FREE, 1)).isInstanceOf(TryAgain.class);
    assertThat(left.include(OPEN, 0)).isTrue();
  }

  @Test void whatCannotBeReadIsReadAgain() {
    var before = Map.copyOf(kafka);
    kafka.clear();
    left.arrived(List.of(0));
    background.remove().run();
    assertThatThrownBy(() -> left.include(OPEN, 0)).isInstanceOf(TryAgain.class);

    kafka.putAll(before);
    assertThatThrownBy(() -> left.include(OPEN, 0)).isInstanceOf(TryAgain.class);
    background.remove().run();
    assertThat(left.include(OPEN, 0)).isTrue();
  }

  @Test void aPartitionThatComesBackIsReadAnew() {
    kafka.put(0, Set.of());
    left.arrived(List.of(0));
    background.remove().run();
    assertThat(left.include(OPEN, 0)).isFalse();

    kafka.put(0, Set.of(OPEN)); // by the worker that had it meanwhile
    left.arrived(List.of(0));
    assertThatThrownBy(() -> left.include(OPEN, 0)).isInstanceOf(TryAgain.class);
    background.remove().run();
    assertThat(left.include(OPEN, 0)).isTrue();
  }
}
