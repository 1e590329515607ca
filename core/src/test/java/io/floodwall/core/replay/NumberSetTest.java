package io.floodwall.core.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class NumberSetTest {
  @Property
  void holdsWhatAPlainSetHolds(@ForAll List<@LongRange(min = 0, max = 40) Long> numbers) {
    var set = new NumberSet();
    var plain = new HashSet<Long>();

    for (long number : numbers) {
      assertThat(set.add(number)).isEqualTo(plain.add(number));
    }

    long through = -1;
    while (plain.contains(through + 1)) {
      through++;
    }
    assertThat(set.through()).isEqualTo(through);
    assertThat(set.highest()).isEqualTo(plain.stream().mapToLong(n -> n).max().orElse(-1));
    for (long number = -1; number <= 41; number++) {
      assertThat(set.contains(number)).isEqualTo(plain.contains(number));
    }
  }

  @Test
  void theEdgesOfTheNumbersDoNotMeet() {
    var set = new NumberSet();

    assertThat(set.add(Long.MAX_VALUE)).isTrue();
    assertThat(set.add(Long.MIN_VALUE)).isTrue();

    assertThat(set.contains(0)).isFalse();
    assertThat(set.through()).isEqualTo(-1);
    assertThat(set.highest()).isEqualTo(Long.MAX_VALUE);
  }
}
