package io.floodwall.core.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.floodwall.core.admission.RecentIntents.Accepted;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class RecentIntentsTest {
  @Test
  void whatWasAcceptedIsFoundByItsId() {
    RecentIntents recent = filled(3, 64);
    assertThat(recent.find(2)).isEqualTo(accepted(2));
    assertThat(recent.find(3)).isNull();
    assertThat(RecentIntents.NONE.find(0)).isNull();
  }

  @Test
  void theOldestIsForgottenFirst() {
    RecentIntents recent = filled(70, 64);
    assertThat(recent.size()).isEqualTo(64);
    assertThat(recent.get(0)).isEqualTo(accepted(6));
    assertThat(recent.get(63)).isEqualTo(accepted(69));
    assertThat(recent.find(5)).isNull();
    assertThat(recent.find(6)).isEqualTo(accepted(6));
  }

  @Test
  void ofTwoWithOneIdTheLaterIsFound() {
    RecentIntents recent = filled(3, 64).with(new Accepted(1, 555, 99), 64);
    assertThat(recent.find(1)).isEqualTo(new Accepted(1, 555, 99));
  }

  @Test
  void aMaximumOfZeroRemembersNothing() {
    assertThat(filled(5, 64).with(accepted(9), 0)).isEqualTo(RecentIntents.NONE);
  }

  @Test
  void aLoweredMaximumForgetsTheRest() {
    RecentIntents recent = filled(10, 64).with(accepted(10), 2);
    assertThat(recent.size()).isEqualTo(2);
    assertThat(recent.get(0)).isEqualTo(accepted(9));
    assertThat(recent.get(1)).isEqualTo(accepted(10));
  }

  @Test
  void addingLeavesTheEarlierValueAlone() {
    RecentIntents before = filled(2, 64);
    before.with(accepted(9), 64);
    assertThat(before).isEqualTo(filled(2, 64)).hasSameHashCodeAs(filled(2, 64));
    assertThat(before).hasToString("2 recent intents");
  }

  /** Two values that come of one do not see each other, however much room there is behind it. */
  @Test
  void twoThatComeOfOneAreApart() {
    for (int size = 0; size < 70; size++) {
      RecentIntents one = filled(size, 64);
      RecentIntents left = one.with(accepted(1_000), 64);
      RecentIntents right = one.with(accepted(2_000), 64);
      assertThat(one).isEqualTo(filled(size, 64));
      assertThat(left.get(left.size() - 1)).isEqualTo(accepted(1_000));
      assertThat(left.find(2_000)).isNull();
      assertThat(right.get(right.size() - 1)).isEqualTo(accepted(2_000));
      assertThat(right.find(1_000)).isNull();
    }
  }

  @Test
  void oneOutsideIsNotToBeHad() {
    RecentIntents before = filled(9, 64);
    before.with(accepted(9), 64);
    assertThatThrownBy(() -> before.get(9)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThat(before.find(9)).isNull();
  }

  @Test
  void whatIsWrittenIsRead() {
    for (int size : new int[] {0, 1, 64}) {
      RecentIntents recent = filled(size, 64);
      var out = ByteBuffer.allocate(recent.byteLength());
      recent.writeTo(out);
      assertThat(out.remaining()).isZero();
      assertThat(RecentIntents.readFrom(out.flip())).isEqualTo(recent);
    }
  }

  @Test
  void halfARowIsRefused() {
    assertThatThrownBy(() -> RecentIntents.readFrom(ByteBuffer.allocate(25)))
        .hasMessage("not whole rows: 25 bytes");
  }

  private static RecentIntents filled(int count, int max) {
    RecentIntents recent = RecentIntents.NONE;
    for (int i = 0; i < count; i++) {
      recent = recent.with(accepted(i), max);
    }
    return recent;
  }

  private static Accepted accepted(long id) {
    return new Accepted(id, id * 1_000, id + 7);
  }
}
