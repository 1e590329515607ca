package io.floodwall.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.floodwall.core.Hash;
import io.floodwall.core.Sample;
import io.floodwall.core.gate.Verdict;
import io.floodwall.core.ledger.Finding.Check;
import io.floodwall.core.ledger.MemoryLedger.Row;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class MemoryLedgerTest {
  private final MemoryLedger ledger = new MemoryLedger();

  @BeforeEach
  void threeVerdicts() {
    ledger.append(Sample.intent("deployer", "1"), Verdict.ADMIT);
    ledger.append(Sample.intent("chaos-monkey", "not-a-number"), Verdict.REJECT);
    ledger.append(Sample.intent("deployer", "2"), Verdict.DEFER);
  }

  @Test
  void itsHeadsAreThoseComputedApart() {
    assertThat(ledger.rows())
        .extracting(row -> row.entry().digest().hex())
        .containsExactly(
            "2e9cbb65f1c4bb118a145a88184a3e140a094325aaf30b2aadd45acf88fae820",
            "6c3cc58692dd480e5cbee5023503c6567ea24d4de737329c297b4fbd0c3cf731",
            "ddb0f76d39682498e093aad6890e03634601a1db6b877b396aef8238ef285414");
    assertThat(ledger.head()).isEqualTo(new Chain.Head(3, ledger.rows().get(2).entry().digest()));
    assertThat(CompatChain.hex(ledger.compatHead())).isEqualTo("0xef86f39417d1cc6a");
  }

  @Test
  void theCompatibilityChainPassesOverIdsThatAreNotDecimal() {
    assertThat(ledger.rows().get(1).compat()).isNull();
    assertThat(ledger.rows().get(2).compat())
        .isEqualTo(new CompatChain.Link(1, 0x35f5a49e7ee9df8eL, 0xef86f39417d1cc6aL));
  }

  @Test
  void whatIsOnRecordVerifies() {
    assertThat(ledger.verify()).isEmpty();
    assertThat(new MemoryLedger().verify()).isEmpty();
  }

  @Test
  void itsRowsCannotBeChangedFromOutside() {
    assertThatThrownBy(() -> ledger.rows().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Nested
  class Tampering {
    private final List<Row> rows = new ArrayList<>();

    @BeforeEach
    void copyTheRows() {
      rows.addAll(ledger.rows());
    }

    @Test
    void aVerdictChangedInARowIsFound() {
      Row row = rows.get(1);
      rows.set(1, new Row(row.entry(), row.agent(), row.id(), Verdict.ADMIT, row.compat()));
      assertFound(Check.BYTES, 1);
    }

    @Test
    void aCompatibilityDigestChangedIsFound() {
      Row row = rows.get(2);
      var link = new CompatChain.Link(1, 0x35f5a49e7ee9df8eL, 7);
      rows.set(2, new Row(row.entry(), row.agent(), row.id(), row.verdict(), link));
      assertFound(Check.BYTES, 2);
    }

    @Test
    void aRowDroppedSwappedOrCutIsFound() {
      rows.remove(0);
      assertThat(findings()).isNotEmpty();
      rows.add(0, ledger.rows().get(0));
      assertThat(findings()).isEmpty();
      Collections.swap(rows, 0, 1);
      assertThat(findings()).isNotEmpty();
      Collections.swap(rows, 0, 1);
      rows.remove(2);
      assertFound(Check.HEAD, 2);
    }

    @Test
    void anotherHeadIsFound() {
      assertThat(MemoryLedger.verify(rows, new Chain.Head(3, Hash.of(new byte[32]))))
          .extracting(Finding::check)
          .containsExactly(Check.HEAD);
    }

    private List<Finding> findings() {
      return MemoryLedger.verify(rows, ledger.head());
    }

    private void assertFound(Check check, long seq) {
      assertThat(findings())
          .singleElement()
          .satisfies(
              finding -> {
                assertThat(finding.check()).isEqualTo(check);
                assertThat(finding.seq()).isEqualTo(seq);
              });
    }
  }
}
