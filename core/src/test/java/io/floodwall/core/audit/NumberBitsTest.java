package io.floodwall.core.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class NumberBitsTest {
  private static final long SEED = 20_261_121L;

  @Test
  void holdsWhatASetHolds() {
    System.out.println("NumberBitsTest seed=" + SEED);
    var random = new Random(SEED);
    var bits = new NumberBits();
    var set = new TreeSet<Long>();
    for (int i = 0; i < 20_000; i++) {
      long number = random.nextLong(50_000);
      if (random.nextInt(4) == 0) {
        bits.remove(number);
        set.remove(number);
      } else {
        assertThat(bits.add(number)).isEqualTo(set.add(number));
      }
    }
    List<Long> told = new ArrayList<>();
    bits.forEach(told::add);

    assertThat(told).containsExactlyElementsOf(set);
    assertThat(bits.count()).isEqualTo(set.size());
    assertThat(bits.highest()).isEqualTo(set.last());
    assertThat(bits.contains(-1)).isFalse();
  }

  @Test
  void holdsNumbersThatLieFarApart() {
    var bits = new NumberBits();
    bits.add(Long.MAX_VALUE);
    bits.add(0);

    assertThat(bits.highest()).isEqualTo(Long.MAX_VALUE);
    assertThat(bits.contains(Long.MAX_VALUE - 1)).isFalse();
    assertThatThrownBy(() -> bits.add(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThat(new NumberBits().highest()).isEqualTo(-1);
  }
}
