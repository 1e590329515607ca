package io.floodwall.core.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.floodwall.core.intent.Priority;
import org.junit.jupiter.api.Test;

class PlaceTest {
  @Test
  void aMoreUrgentPlaceComesFirstAndThenTheOlderOne() {
    assertThat(new Place(Priority.PAGER, 9)).isLessThan(new Place(Priority.URGENT, 0));
    assertThat(new Place(Priority.URGENT, 0)).isLessThan(new Place(Priority.URGENT, 1));
    assertThat(new Place(Priority.NORMAL, 9)).isLessThan(new Place(Priority.BULK, 0));
  }

  @Test
  void theKeyIsNineBytes() {
    assertThat(new Place(Priority.PAGER, 0x0102030405060708L).toKey())
        .containsExactly(252, 1, 2, 3, 4, 5, 6, 7, 8);
    assertThat(new Place(Priority.BULK, 0).toKey()).containsExactly(255, 0, 0, 0, 0, 0, 0, 0, 0);
  }

  @Test
  void whatNoPlaceWroteIsRefused() {
    assertThatThrownBy(() -> Place.ofKey(new byte[8])).hasMessageContaining("9 bytes, got 8");
    assertThatThrownBy(() -> Place.ofKey(new byte[9])).hasMessageContaining("no priority has rank");
    byte[] negative = {(byte) 255, -1, 0, 0, 0, 0, 0, 0, 0};
    assertThatThrownBy(() -> Place.ofKey(negative)).hasMessageContaining("must not be negative");
  }
}
