package io.floodwall.app.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.floodwall.core.intent.Priority;
import io.floodwall.core.ledger.Chain;
import io.floodwall.core.replay.LedgerState;
import io.floodwall.core.replay.Rebuilt;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReplayTextTest {
  private static List<String> printed(LedgerState state) {
    var printed = new StringWriter();
    new ReplayText(new DataOut(new PrintWriter(printed, true))).print("title", state.rebuilt());
    return printed.toString().lines().toList();
  }

  private static LedgerState empty() {
    return new LedgerState(Map.of(0, Chain.genesis("test/0")));
  }

  @Test
  void aWallThatHasSeenNothingHasItsChainAndNoLists() {
    assertThat(printed(empty()))
        .containsExactly(
            "title",
            "  verdicts  none",
            "  refusals  none",
            "  entries   none",
            "  intents   0 decided, of them on hold 0; waiting 0",
            "",
            "chains (1)",
            "  0: 0 entries, head "
                + Chain.genesis("test/0").digest()
                + ", decisions through -1, intents accounted for below offset 0");
  }

  @Test
  void aLongListIsCutAndSaysHowMuchIsLeftOut() {
    LedgerState state = empty();
    state.cut(0, 1_000);
    for (int offset = 0; offset < 1_000; offset++) {
      state.retained(new Rebuilt.Waiting(0, offset, "a", Integer.toString(offset), Priority.BULK));
    }

    List<String> lines = printed(state);

    assertThat(lines)
        .hasSizeLessThan(35)
        .contains("waiting (1000)", "  0@19 a/19 bulk", "  and 980 more; -o json lists them all");
    assertThat(lines).doesNotContain("  0@20 a/20 bulk");
  }
}
