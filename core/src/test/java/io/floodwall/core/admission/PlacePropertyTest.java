package io.floodwall.core.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.floodwall.core.intent.Priority;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

class PlacePropertyTest {
  @Property
  void theOrderOfTheKeysBytesIsTheOrderOfRelease(
      @ForAll Priority firstPriority,
      @ForAll @LongRange(min = 0) long firstSeq,
      @ForAll Priority secondPriority,
      @ForAll @LongRange(min = 0) long secondSeq) {
    var first = new Place(firstPriority, firstSeq);
    var second = new Place(secondPriority, secondSeq);
    assertThat(Integer.signum(Arrays.compareUnsigned(first.toKey(), second.toKey())))
        .isEqualTo(Integer.signum(first.compareTo(second)));
  }

  @Property
  void aPlaceComesBackFromItsKey(@ForAll Priority priority, @ForAll @LongRange(min = 0) long seq) {
    var place = new Place(priority, seq);
    assertThat(Place.ofKey(place.toKey())).isEqualTo(place);
  }
}
