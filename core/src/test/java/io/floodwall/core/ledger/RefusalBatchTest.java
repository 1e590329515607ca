package io.floodwall.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.floodwall.core.Hash;
import io.floodwall.core.Reason;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RefusalBatchTest {
  @Test
  void theFoldOfARangeIsItsValuesInOrder() {
    // h(i) = SHA-256(h(i-1), u32 length, value), computed apart from this code.
    RefusalBatch batch = RefusalBatch.EMPTY;
    batch = batch.with(Reason.RATE_LIMITED, 10, utf8("one"));
    assertFold(batch, "c7451e47a31c20dbcc3f506dc998fecc57d9c7386743dd3cf47b92567e58c4d5");
    batch = batch.with(Reason.RATE_LIMITED, 11, utf8(""));
    assertFold(batch, "377a54451d8fd6ecfd2fa2cfca74a2ca3f55c6d0c90907ae941091d23615be55");
    batch = batch.with(Reason.RATE_LIMITED, 15, utf8("three"));
    assertFold(batch, "279cade143632448ad8f4a3c793d5046ced1a617d0dcbd9666ae827cdce6251a");
    assertThat(batch.ranges().get(0).offsets()).containsExactly(10L, 11L, 15L);
  }

  @Test
  void everyReasonHasItsOwnRangeInTheOrderTheyCameUp() {
    RefusalBatch batch =
        RefusalBatch.EMPTY
            .with(Reason.BACKPRESSURE, 7, utf8("a"))
            .with(Reason.RATE_LIMITED, 8, utf8("one"))
            .with(Reason.BACKPRESSURE, 9, utf8("b"));
    assertThat(batch.ranges())
        .extracting(RefusalBatch.Range::reason)
        .containsExactly(Reason.BACKPRESSURE, Reason.RATE_LIMITED);
    assertThat(batch.ranges().get(0).offsets()).containsExactly(7L, 9L);
    assertThat(batch.ranges().get(1).fold())
        .isEqualTo(
            RefusalBatch.EMPTY.with(Reason.MALFORMED, 0, utf8("one")).ranges().get(0).fold());
    assertThat(batch.count()).isEqualTo(3);
  }

  @Test
  void whereOneValueEndsAndTheNextStartsIsPartOfTheFold() {
    RefusalBatch one =
        RefusalBatch.EMPTY.with(Reason.EXPIRED, 0, utf8("ab")).with(Reason.EXPIRED, 1, utf8("c"));
    RefusalBatch other =
        RefusalBatch.EMPTY.with(Reason.EXPIRED, 0, utf8("a")).with(Reason.EXPIRED, 1, utf8("bc"));
    assertThat(one.ranges().get(0).fold()).isNotEqualTo(other.ranges().get(0).fold());
  }

  @Test
  void addingLeavesTheEarlierBatchAlone() {
    RefusalBatch before = RefusalBatch.EMPTY.with(Reason.EXPIRED, 1, utf8("a"));
    before.with(Reason.EXPIRED, 2, utf8("b"));
    assertThat(before.count()).isEqualTo(1);
    assertThat(RefusalBatch.EMPTY.count()).isZero();
  }

  private static void assertFold(RefusalBatch batch, String hex) {
    assertThat(batch.ranges().get(0).fold()).isEqualTo(Hash.ofHex(hex));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
