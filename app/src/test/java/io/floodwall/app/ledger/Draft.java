package io.floodwall.app.ledger;

import io.floodwall.core.Bytes;
import io.floodwall.core.Reason;
import io.floodwall.core.admission.Control;
import io.floodwall.core.gate.Decision;
import io.floodwall.core.gate.PolicyBundle;
import io.floodwall.core.ledger.Chain;
import io.floodwall.core.ledger.EntryKind;
import io.floodwall.core.ledger.LedgerEntry;
import io.floodwall.core.ledger.PublishedHead;
import io.floodwall.core.ledger.RefusalBatch;
import io.floodwall.schemas.Codec;
import io.floodwall.schemas.Codecs;
import io.floodwall.schemas.Framed;
import io.floodwall.schemas.MalformedRecordException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One chain as the ledger application writes it, record by record, to be damaged before it is sent.
 *
 * <p>Entry 0 is a bundle, entry 1 an order, every fifth after that the refusal of two intents, and
 * all others decisions.
 */
final class Draft {
  static final Codecs CODECS = Codecs.pinned();

  final int partition;
  final String origin;
  final List<Row> rows = new ArrayList<>();
  private Chain.Head head;
  private long decisions;
  private long offsets;

  /** A record: any bytes under any key. */
  record Row(String key, @Nullable Bytes value) {
    byte @Nullable [] bytes() {
      return value == null ? null : value.toArray();
    }
  }

  private Draft(String name, int partition) {
    this.partition = partition;
    this.origin = Chain.origin(name, partition);
    this.head = Chain.genesis(origin);
  }

  static Draft empty(String name, int partition) {
    return new Draft(name, partition);
  }

  static Draft of(String name, int partition, int entries) {
    var draft = new Draft(name, partition);
    while (draft.rows.size() < entries) {
      draft.addNext();
    }
    return draft;
  }

  private void addNext() {
    int seq = rows.size();
    if (seq == 0) {
      add(EntryKind.BUNDLE, CODECS.bundle(), PolicyBundle.shipped());
    } else if (seq == 1) {
      add(EntryKind.CONTROL, CODECS.control(), Control.valve(false, "all clear", "ada", null));
    } else if (seq % 5 == 0) {
      RefusalBatch batch =
          RefusalBatch.EMPTY
              .with(Reason.RATE_LIMITED, offsets, new byte[] {1})
              .with(Reason.BACKPRESSURE, offsets + 1, new byte[] {2});
      offsets += 2;
      add(EntryKind.REFUSALS, CODECS.refusalBatch(), batch);
    } else {
      decided(Decisions.numbered(partition, decisions, offsets));
    }
  }

  void decided(Decision decision) {
    decisions++;
    offsets++;
    add(EntryKind.VERDICT, CODECS.decision(), decision);
  }

  <T> void add(EntryKind kind, Codec<T> codec, T payload) {
    try {
      Framed framed = CODECS.unframe(codec.encode(payload));
      add(head.next(kind, framed.fingerprint(), framed.payload()));
    } catch (MalformedRecordException e) {
      throw new AssertionError(e);
    }
  }

  void add(LedgerEntry entry) {
    head = head.after(entry);
    rows.add(row(entry));
  }

  Row row(LedgerEntry entry) {
    return new Row(
        LedgerEntry.key(partition, entry.seq()), Bytes.copyOf(CODECS.ledgerEntry().encode(entry)));
  }

  LedgerEntry entry(int index) {
    try {
      return CODECS.ledgerEntry().decode(rows.get(index).bytes());
    } catch (MalformedRecordException e) {
      throw new AssertionError(e);
    }
  }

  /** Puts another value under the same key. */
  void value(int index, byte @Nullable [] value) {
    rows.set(index, new Row(rows.get(index).key(), value == null ? null : Bytes.copyOf(value)));
  }

  /** The two records change places in the log. */
  void swap(int one, int other) {
    Collections.swap(rows, one, other);
  }

  /** How many intents were answered: the offset behind the last one. */
  long offsets() {
    return offsets;
  }

  Chain.Head head() {
    return head;
  }

  /** What the heads topic says of it. */
  PublishedHead published() {
    return new PublishedHead(origin, partition, head, decisions - 1);
  }
}
