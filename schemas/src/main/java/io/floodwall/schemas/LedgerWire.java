package io.floodwall.schemas;

import io.floodwall.core.ledger.Chain;
import io.floodwall.core.ledger.EntryKind;
import io.floodwall.core.ledger.LedgerEntry;
import io.floodwall.core.ledger.PublishedHead;
import io.floodwall.core.ledger.RefusalBatch;
import java.io.IOException;

/** What the ledger writes, on the wire. */
final class LedgerWire {
  static final Layout<LedgerEntry> ENTRY = new Layout<>(LedgerWire::readEntry, LedgerWire::write);
  static final Layout<PublishedHead> HEAD = new Layout<>(LedgerWire::readHead, LedgerWire::write);
  static final Layout<RefusalBatch> REFUSALS =
      new Layout<>(LedgerWire::readRefusals, LedgerWire::write);

  private static final WireEnum<EntryKind> KIND = WireEnum.of(EntryKind.class);

  private LedgerWire() {}

  private static LedgerEntry readEntry(WireDecoder in) throws IOException {
    return new LedgerEntry(
        in.readLong(), in.readHash(), in.readHash(), KIND.read(in), in.readHash(), in.readBytes());
  }

  private static void write(LedgerEntry entry, WireEncoder out) {
    out.writeLong(entry.seq());
    out.writeHash(entry.prev());
    out.writeHash(entry.digest());
    KIND.write(entry.kind(), out);
    out.writeHash(entry.schema());
    out.write(entry.payload());
  }

  private static PublishedHead readHead(WireDecoder in) throws IOException {
    return new PublishedHead(
        in.readString(), in.readInt(), new Chain.Head(in.readLong(), in.readHash()), in.readLong());
  }

  private static void write(PublishedHead head, WireEncoder out) {
    out.writeString(head.origin());
    out.writeInt(head.partition());
    out.writeLong(head.head().size());
    out.writeHash(head.head().digest());
    out.writeLong(head.decisionsThrough());
  }

  private static RefusalBatch readRefusals(WireDecoder in) throws IOException {
    return new RefusalBatch(in.readList(LedgerWire::readRange));
  }

  private static void write(RefusalBatch batch, WireEncoder out) {
    out.writeList(batch.ranges(), LedgerWire::write);
  }

  private static RefusalBatch.Range readRange(WireDecoder in) throws IOException {
    return new RefusalBatch.Range(
        WireTypes.readReason(in), in.readList(WireDecoder::readLong), in.readHash());
  }

  private static void write(RefusalBatch.Range range, WireEncoder out) {
    WireTypes.write(range.reason(), out);
    out.writeList(range.offsets(), (offset, to) -> to.writeLong(offset));
    out.writeHash(range.fold());
  }
}
