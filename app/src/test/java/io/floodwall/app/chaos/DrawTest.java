package io.floodwall.app.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.floodwall.core.gate.BundleCompiler;
import io.floodwall.core.gate.Gate;
import io.floodwall.core.gate.PolicyBundle;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What a drawn intent is expected to become is what the bundle that ships makes of it. */
class DrawTest {
  @Test
  void expectationsMadeWithoutTheGateAgreeWithTheGateOnEveryKindOfIntent() throws Exception {
    Gate gate = BundleCompiler.compile(PolicyBundle.shipped());
    var random = new Random(1);
    var seen = new TreeSet<String>();
    for (int number = 0; number < 5_000; number++) {
      Draw draw = Draw.next(random, number);
      assertThat(draw.expected())
          .as(draw.toString())
          .isEqualTo(gate.rule(draw.intent(), 0).verdict().label());
      seen.add(draw.expected());
    }
    assertThat(seen).containsExactly("admit", "defer", "reject");
  }

  @Test
  void oneSeedDrawsOneFlood() {
    assertThat(Draw.next(new Random(7), 3)).isEqualTo(Draw.next(new Random(7), 3));
  }
}
