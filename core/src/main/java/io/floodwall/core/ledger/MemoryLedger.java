package io.floodwall.core.ledger;

import io.floodwall.core.Bytes;
import io.floodwall.core.Hash;
import io.floodwall.core.gate.Verdict;
import io.floodwall.core.intent.Intent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The in-memory wall's ledger: a SHA-256 chain of its verdicts, and the seed's FNV-1a chain beside
 * it.
 *
 * <p>Its payloads are {@code agent NUL id NUL verdict}, so its SHA-256 head is comparable with
 * other in-memory walls only. The streams' ledger records much more.
 */
public final class MemoryLedger {
  /** The origin of its chain. */
  public static final String ORIGIN = "memory/0";

  private static final Hash SCHEMA =
      Hash.sha256("agent NUL id NUL verdict".getBytes(StandardCharsets.US_ASCII));

  private final List<Row> rows = new ArrayList<>();
  private final CompatChain compat = new CompatChain();
  private Chain.Head head = Chain.genesis(ORIGIN);

  /** One verdict on record; the compatibility link is null when the id is not a decimal u64. */
  public record Row(
      LedgerEntry entry,
      String agent,
      String id,
      Verdict verdict,
      CompatChain.@Nullable Link compat) {}

  /** Appends a verdict. */
  public Row append(Intent intent, Verdict verdict) {
    Bytes payload = payload(intent.agent(), intent.id(), verdict);
    LedgerEntry entry = head.next(EntryKind.VERDICT, SCHEMA, payload);
    head = head.after(entry);
    CompatChain.Link link = compat.appendIfDecimal(intent.id(), intent.agent(), verdict);
    var row = new Row(entry, intent.agent(), intent.id(), verdict, link);
    rows.add(row);
    return row;
  }

  /** Everything on record, oldest first. */
  public List<Row> rows() {
    return Collections.unmodifiableList(rows);
  }

  /** How many verdicts are on record. */
  public int size() {
    return rows.size();
  }

  /** The SHA-256 chain's head. */
  public Chain.Head head() {
    return head;
  }

  /** The compatibility chain's head. */
  public long compatHead() {
    return compat.head();
  }

  /** Recomputes both chains; answers what failed and where, or nothing. */
  public List<Finding> verify() {
    return verify(rows, head);
  }

  static List<Finding> verify(List<Row> rows, Chain.Head head) {
    var verifier = new ChainVerifier(0, Chain.genesis(ORIGIN));
    verifier.expectHead(head, "memory head");
    var compat = new CompatChain();
    for (int i = 0; i < rows.size(); i++) {
      Row row = rows.get(i);
      String place = "memory row " + i;
      String key = LedgerEntry.key(0, i);
      verifier.record(key, row.entry(), place);
      boolean follows = compat.follows(row.compat(), row.id(), row.agent(), row.verdict());
      if (!row.entry().payload().equals(payload(row.agent(), row.id(), row.verdict()))) {
        verifier.unreadable(key, place, "the payload is not what the row says");
      } else if (!follows) {
        verifier.unreadable(key, place, "the compatibility digest differs");
      }
    }
    verifier.end("memory end");
    return verifier.findings();
  }

  private static Bytes payload(String agent, String id, Verdict verdict) {
    String text = agent + '\0' + id + '\0' + verdict.label();
    return Bytes.copyOf(text.getBytes(StandardCharsets.UTF_8));
  }
}
