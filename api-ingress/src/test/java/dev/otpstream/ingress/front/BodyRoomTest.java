package dev.otpstream.ingress.front;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BodyRoomTest {
  private final BodyRoom room = new BodyRoom(10_000);

  @Test void longBodiesShareTheRoomAndGiveItBack() {
    assertThat(room.grow(0, 13_000)).isTrue();
    assertThat(room.grow(0, 6_000)).isFalse();
    room.giveBack(13_000);
    assertThat(room.taken()).isZero();
    assertThat(room.grow(0, 6_000)).isTrue();
  }

  @Test void aBodyGrowsStepByStepAndIsCountedOnce() {
    assertThat(room.grow(0, 3_000)).isTrue();
    assertThat(room.taken()).isZero();
    assertThat(room.grow(3_000, 9_000)).isTrue();
    assertThat(room.grow(9_000, 14_096)).isTrue();
    assertThat(room.taken()).isEqualTo(10_000);
    assertThat(room.grow(14_096, 14_097)).isFalse();
    assertThat(room.taken()).isEqualTo(10_000);
  }

  @Test void aUsualBodyHasRoomWhateverOthersSend() {
    assertThat(room.grow(0, 14_096)).isTrue();
    assertThat(room.grow(0, BodyRoom.FREE_BYTES)).isTrue();
    assertThat(room.grow(0, BodyRoom.FREE_BYTES + 1)).isFalse();
  }
}
