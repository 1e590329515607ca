package io.floodwall.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.floodwall.core.Reason;
import io.floodwall.core.ledger.Chain;
import io.floodwall.core.ledger.LedgerEntry;
import io.floodwall.core.ledger.PublishedHead;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When the ledger says where a chain stands, and what it says. */
final class HeadsTest {
  private final LedgerStory ledger = new LedgerStory();

  @AfterEach
  void close() {
    ledger.close();
  }

  @Test
  void headOfTheLastEntryIsPublishedAtTheNextTurn() {
    ledger.decide(0, 1);
    assertThat(ledger.heads()).isEmpty();
    ledger.advance(20);

    LedgerEntry last = ledger.entries().get(1).entry();
    assertThat(ledger.heads())
        .containsExactly(
            new LedgerStory.Told(
                "0", new PublishedHead("floodwall/0", 0, new Chain.Head(2, last.digest()), 1)));
  }

  @Test
  void emptyChainHasNoHead() {
    ledger.advance(1_000);

    assertThat(ledger.heads()).isEmpty();
  }

  @Test
  void headThatDidNotMoveIsNotRepeated() {
    ledger.decide(0);
    ledger.advance(20);
    assertThat(ledger.heads()).hasSize(1);

    ledger.advance(1_000);
    assertThat(ledger.heads()).isEmpty();
  }

  @Test
  void manyEntriesBetweenTwoTurnsMakeOneHead() {
    for (int turn = 0; turn < 5; turn++) {
      for (int i = 0; i < 10; i++) {
        ledger.decide(10L * turn + i);
      }
      ledger.advance(20);
    }

    List<LedgerStory.Told> heads = ledger.heads();
    assertThat(heads)
        .extracting(told -> told.head().head().size())
        .containsExactly(10L, 20L, 30L, 40L, 50L);
    assertThat(heads)
        .extracting(told -> told.head().decisionsThrough())
        .containsExactly(9L, 19L, 29L, 39L, 49L);
  }

  @Test
  void refusalsClosedByTheClockAreInTheHeadOfTheSameTurn() {
    ledger.refuse(Reason.RATE_LIMITED, 1);
    ledger.advance(100);

    assertThat(ledger.heads()).extracting(told -> told.head().head().size()).containsExactly(1L);
  }

  @Test
  void intervalIsConfigured() {
    try (var slow = new LedgerStory(Map.of(LedgerConfig.HEADS_INTERVAL_MS, "500"))) {
      slow.decide(0);
      slow.advance(499);
      assertThat(slow.heads()).isEmpty();
      slow.advance(1);
      assertThat(slow.heads()).hasSize(1);
    }
  }
}
