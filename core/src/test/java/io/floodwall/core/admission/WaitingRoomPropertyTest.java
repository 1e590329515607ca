package io.floodwall.core.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.floodwall.core.intent.Priority;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class WaitingRoomPropertyTest {
  /** A list that is searched from end to end is the oracle. */
  @Property(tries = 100)
  void theRoomReleasesLikeAListThatIsSearched(@ForAll long seed) {
    var random = new SplittableRandom(seed);
    var room = new WaitingRoom(20);
    List<Place> list = new ArrayList<>();
    for (int seq = 0; seq < 200; seq++) {
      if (list.size() < 20 && random.nextInt(3) > 0) {
        var place = new Place(Priority.ofRank(random.nextInt(4)), seq);
        room.enter(place);
        list.add(place);
      } else if (!list.isEmpty()) {
        Place first = list.get(0);
        for (Place place : list) {
          boolean moreUrgent = place.priority().rank() > first.priority().rank();
          first = moreUrgent ? place : first;
        }
        list.remove(first);
        assertThat(room.next()).isEqualTo(first);
      }
      assertThat(room.depth()).isEqualTo(list.size());
    }
  }
}
