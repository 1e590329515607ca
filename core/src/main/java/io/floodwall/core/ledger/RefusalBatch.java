package io.floodwall.core.ledger;

import io.floodwall.core.Hash;
import io.floodwall.core.Reason;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Many refusals as one ledger payload: a range per reason, in the order the reasons first came up.
 *
 * <p>A flood is mostly refusals. Folding them keeps the chain as long as the decisions, and still
 * fixes which offsets were refused, why, and with which bytes.
 */
public record RefusalBatch(List<Range> ranges) {
  /** A batch with nothing in it. */
  public static final RefusalBatch EMPTY = new RefusalBatch(List.of());

  public RefusalBatch {
    ranges = List.copyOf(ranges);
  }

  /**
   * The refusals of one reason.
   *
   * @param offsets their source offsets in {@code intents}, in the order of the refusals
   * @param fold h(n), where h(0) is 32 zero bytes and h(i) = SHA-256(h(i-1), u32 length, value of
   *     the i-th refusal record)
   */
  public record Range(Reason reason, List<Long> offsets, Hash fold) {
    public Range {
      Objects.requireNonNull(reason, "reason");
      Objects.requireNonNull(fold, "fold");
      offsets = List.copyOf(offsets);
    }
  }

  /** How many refusals it stands for. */
  public int count() {
    return ranges.stream().mapToInt(range -> range.offsets().size()).sum();
  }

  /** With one more refusal, whose record value is {@code value}. */
  public RefusalBatch with(Reason reason, long sourceOffset, byte[] value) {
    var next = new ArrayList<>(ranges);
    for (int i = 0; i < next.size(); i++) {
      if (next.get(i).reason() == reason) {
        next.set(i, extended(next.get(i), sourceOffset, value));
        return new RefusalBatch(next);
      }
    }
    next.add(extended(new Range(reason, List.of(), START), sourceOffset, value));
    return new RefusalBatch(next);
  }

  private static final Hash START = Hash.of(new byte[Hash.BYTES]);

  private static Range extended(Range range, long sourceOffset, byte[] value) {
    var offsets = new ArrayList<Long>(range.offsets().size() + 1);
    offsets.addAll(range.offsets());
    offsets.add(sourceOffset);
    byte[] length = ByteBuffer.allocate(Integer.BYTES).putInt(value.length).array();
    return new Range(range.reason(), offsets, Hash.sha256(range.fold().toBytes(), length, value));
  }
}
