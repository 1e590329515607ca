package io.floodwall.core.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.floodwall.core.intent.Priority;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

class WaitingRoomTest {
  private final WaitingRoom room = new WaitingRoom(3);

  @Test
  void theMostUrgentLeavesFirstAndThenTheOldest() {
    var bulk = new Place(Priority.BULK, 0);
    var older = new Place(Priority.URGENT, 1);
    var newer = new Place(Priority.URGENT, 2);
    room.enter(newer);
    room.enter(bulk);
    room.enter(older);
    assertThat(room.inOrder()).containsExactly(older, newer, bulk);
    assertThat(room.first()).isEqualTo(older);
    assertThat(room.next()).isEqualTo(older);
    assertThat(room.next()).isEqualTo(newer);
    assertThat(room.next()).isEqualTo(bulk);
    assertThat(room.isEmpty()).isTrue();
  }

  @Test
  void nobodyLeavesAnEmptyRoom() {
    assertThatThrownBy(room::next).isInstanceOf(NoSuchElementException.class);
    assertThatThrownBy(room::first).isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void aFullRoomLetsNobodyInUntilSomeoneLeaves() {
    for (int seq = 0; seq < 3; seq++) {
      room.enter(new Place(Priority.NORMAL, seq));
    }
    assertThat(room.depth()).isEqualTo(3);
    assertThatThrownBy(() -> room.enter(new Place(Priority.PAGER, 9)))
        .hasMessage("the waiting room is full: 3");
    room.next();
    room.enter(new Place(Priority.PAGER, 9));
    assertThat(room.depth()).isEqualTo(room.capacity());
  }

  @Test
  void nobodyIsLetInTwice() {
    room.enter(new Place(Priority.NORMAL, 1));
    assertThatThrownBy(() -> room.enter(new Place(Priority.NORMAL, 1)))
        .hasMessageContaining("already in the waiting room");
    assertThatThrownBy(() -> room.restore(new Place(Priority.NORMAL, 1)))
        .hasMessageContaining("already in the waiting room");
  }

  @Test
  void whoeverWaitedBeforeARestartIsPutBackEvenIfTheRoomShrank() {
    var smaller = new WaitingRoom(1);
    smaller.restore(new Place(Priority.BULK, 7));
    smaller.restore(new Place(Priority.PAGER, 8));
    smaller.restore(new Place(Priority.BULK, 6));
    assertThat(smaller.depth()).isEqualTo(3);
    assertThat(smaller.inOrder()).extracting(Place::seq).containsExactly(8L, 6L, 7L);
    assertThatThrownBy(() -> smaller.enter(new Place(Priority.PAGER, 9)))
        .hasMessageContaining("full");
  }

  @Test
  void aRoomForNobodyIsFullAndANegativeOneIsRefused() {
    assertThatThrownBy(() -> new WaitingRoom(0).enter(new Place(Priority.PAGER, 0)))
        .hasMessage("the waiting room is full: 0");
    assertThatThrownBy(() -> new WaitingRoom(-1)).hasMessageContaining("must not be negative");
  }
}
