package io.floodwall.schemas;

import io.floodwall.core.Bytes;
import io.floodwall.core.ledger.Chain;
import io.floodwall.core.ledger.EntryKind;
import io.floodwall.core.ledger.LedgerEntry;
import io.floodwall.core.ledger.PublishedHead;
import io.floodwall.core.ledger.RefusalBatch;
import io.floodwall.wire.Head;
import io.floodwall.wire.RefusalRange;
import java.util.ArrayList;

/** What the ledger writes, between core and wire. */
final class LedgerWire {
  private LedgerWire() {}

  static io.floodwall.wire.LedgerEntry toWire(LedgerEntry entry) {
    return new io.floodwall.wire.LedgerEntry(
        entry.seq(),
        WireNames.toWire(entry.prev()),
        WireNames.toWire(entry.digest()),
        io.floodwall.wire.EntryKind.valueOf(entry.kind().name()),
        WireNames.toWire(entry.schema()),
        entry.payload().asBuffer());
  }

  static LedgerEntry fromWire(io.floodwall.wire.LedgerEntry wire) {
    return new LedgerEntry(
        wire.getSeq(),
        WireNames.fromWire(wire.getPrev()),
        WireNames.fromWire(wire.getDigest()),
        EntryKind.valueOf(wire.getKind().name()),
        WireNames.fromWire(wire.getSchemaFingerprint()),
        Bytes.copyOf(wire.getPayload().array()));
  }

  static Head toWire(PublishedHead head) {
    return new Head(
        head.origin(),
        head.partition(),
        head.head().size(),
        WireNames.toWire(head.head().digest()),
        head.decisionsThrough());
  }

  static PublishedHead fromWire(Head wire) {
    return new PublishedHead(
        wire.getOrigin(),
        wire.getPartition(),
        new Chain.Head(wire.getSize(), WireNames.fromWire(wire.getDigest())),
        wire.getDecisionsThrough());
  }

  static io.floodwall.wire.RefusalBatch toWire(RefusalBatch batch) {
    var ranges = new ArrayList<RefusalRange>(batch.ranges().size());
    for (var range : batch.ranges()) {
      ranges.add(
          new RefusalRange(range.reason().name(), range.offsets(), WireNames.toWire(range.fold())));
    }
    return new io.floodwall.wire.RefusalBatch(ranges);
  }

  static RefusalBatch fromWire(io.floodwall.wire.RefusalBatch wire) {
    var ranges = new ArrayList<RefusalBatch.Range>(wire.getRanges().size());
    for (var range : wire.getRanges()) {
      ranges.add(
          new RefusalBatch.Range(
              WireNames.reason(range.getReason()),
              range.getOffsets(),
              WireNames.fromWire(range.getFold())));
    }
    return new RefusalBatch(ranges);
  }
}
