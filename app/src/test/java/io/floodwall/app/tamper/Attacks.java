package io.floodwall.app.tamper;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.floodwall.app.tamper.RawChain.Row;
import io.floodwall.core.Bytes;
import io.floodwall.core.ledger.Chain;
import io.floodwall.core.ledger.LedgerEntry;
import io.floodwall.tlog.FormatException;
import io.floodwall.tlog.NoteSignature;
import io.floodwall.tlog.SignedNote;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;

/** What a hand on the topics makes of an honest chain, by the row in the table. */
final class Attacks {
  private final RawChain good;
  private final String origin;
  private final Random random;
  private final int size;
  private final int signed;

  Attacks(RawChain good, String origin, Random random) {
    this.good = good;
    this.origin = origin;
    this.random = random;
    this.size = good.entries().size();
    this.signed = good.signed();
  }

  Map<String, List<RawChain>> all() {
    var all = new LinkedHashMap<String, List<RawChain>>();
    all.put(
        "flip a bit of the cosignature that the quorum needs",
        List.of(bent(this::flipCosignature)));
    all.put("drop an entry", List.of(bent(chain -> chain.entries().remove(any()))));
    all.put(
        "swap two entries",
        List.of(bent(chain -> Collections.swap(chain.entries(), 3, 4 + random.nextInt(size - 4)))));
    all.put("insert an entry", List.of(bent(this::insert)));
    all.put(
        "duplicate an entry",
        List.of(bent(chain -> chain.entries().add(any(), chain.entries().get(any())))));
    all.put("delete an entry with a tombstone", List.of(bent(this::delete), bent(this::overwrite)));
    all.put(
        "cut the tail, the head left as it was",
        List.of(bent(chain -> cut(chain, size - 1)), bent(chain -> cut(chain, any()))));
    all.put(
        "cut the tail below the last checkpoint, the head rewritten",
        List.of(bent(chain -> cut(chain, signed - 1).headRewritten(origin))));
    all.put(
        "edit an entry, everything behind it chained anew, the head rewritten",
        List.of(bent(chain -> edit(chain, random.nextInt(signed)))));
    all.put("delete all checkpoints", List.of(bent(this::withoutCheckpoints)));
    all.put(
        "cut or edit behind the last checkpoint, the head rewritten",
        List.of(
            bent(chain -> cut(chain, signed + 1).headRewritten(origin)),
            bent(chain -> edit(chain, signed + 1))));
    all.put("let two writers write one partition", List.of(bent(this::twoWriters)));
    return all;
  }

  private RawChain bent(Consumer<RawChain> how) {
    RawChain chain = good.copy();
    how.accept(chain);
    return chain;
  }

  private int any() {
    return 1 + random.nextInt(size - 2);
  }

  /** A bit of the signature itself: the note is still one. */
  private void flipCosignature(RawChain chain) {
    List<Row> rows = chain.cosignatures();
    Row last = rows.get(rows.size() - 1);
    try {
      SignedNote note = SignedNote.parse(last.present());
      NoteSignature was = note.signatures().get(0);
      byte[] bytes = was.bytes().toArray();
      bytes[bytes.length - 1 - random.nextInt(32)] ^= (byte) (1 << random.nextInt(8));
      var bad = new NoteSignature(was.name(), was.id(), Bytes.copyOf(bytes));
      rows.set(
          rows.size() - 1,
          last.with(new SignedNote(note.text(), List.of(bad)).toString().getBytes(UTF_8)));
    } catch (FormatException e) {
      throw new IllegalStateException(e);
    }
  }

  /** An entry that links to the one before it as it should. */
  private void insert(RawChain chain) {
    int at = any();
    chain.entries().add(at, chain.row(edited(chain, at)));
  }

  private void delete(RawChain chain) {
    int at = any();
    chain.entries().set(at, chain.entries().get(at).with(null));
  }

  private void overwrite(RawChain chain) {
    chain.entries().add(chain.entries().get(any()).with(null));
  }

  private static RawChain cut(RawChain chain, int to) {
    List<Row> entries = chain.entries();
    entries.subList(to, entries.size()).clear();
    return chain;
  }

  private void withoutCheckpoints(RawChain chain) {
    chain.checkpoints().clear();
    chain.cosignatures().clear();
  }

  private void edit(RawChain chain, int from) {
    List<Row> anew = anew(chain, from);
    cut(chain, from).entries().addAll(anew);
    chain.headRewritten(origin);
  }

  /** From here on, two writers that both have the right to be there, in turns. */
  private void twoWriters(RawChain chain) {
    int from = any();
    List<Row> second = anew(chain, from);
    var first = List.copyOf(chain.entries().subList(from, size));
    cut(chain, from);
    for (int i = 0; i < first.size(); i++) {
      chain.entries().add(first.get(i));
      chain.entries().add(second.get(i));
    }
  }

  /** The entries from {@code from} on, the first of them another one, all linked again. */
  private List<Row> anew(RawChain chain, int from) {
    var rows = new ArrayList<Row>();
    Chain.Head head = chain.before(from, origin);
    for (int seq = from; seq < size; seq++) {
      LedgerEntry was = chain.entry(seq);
      LedgerEntry entry =
          seq == from ? edited(chain, seq) : head.next(was.kind(), was.schema(), was.payload());
      rows.add(chain.row(entry));
      head = head.after(entry);
    }
    return rows;
  }

  private LedgerEntry edited(RawChain chain, int seq) {
    LedgerEntry was = chain.entry(seq);
    byte[] payload = was.payload().toArray();
    payload[payload.length / 2] ^= 1;
    return chain.before(seq, origin).next(was.kind(), was.schema(), Bytes.copyOf(payload));
  }
}
