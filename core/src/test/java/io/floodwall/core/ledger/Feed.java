package io.floodwall.core.ledger;

import io.floodwall.core.Bytes;
import io.floodwall.core.Hash;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A chain of partition 0 as its log holds it, to be tampered with and then verified. */
final class Feed {
  static final String ORIGIN = "floodwall/0";
  private static final Hash SCHEMA = Hash.sha256("schema".getBytes(StandardCharsets.UTF_8));

  final List<Consumer<ChainVerifier>> log = new ArrayList<>();
  final List<LedgerEntry> entries;
  final Chain.Head head;

  Feed(String origin, int count) {
    List<LedgerEntry> chain = new ArrayList<>();
    Chain.Head at = Chain.genesis(origin);
    for (int seq = 0; seq < count; seq++) {
      LedgerEntry entry = at.next(EntryKind.VERDICT, SCHEMA, payload("decision " + seq));
      chain.add(entry);
      log.add(record(entry));
      at = at.after(entry);
    }
    entries = List.copyOf(chain);
    head = at;
  }

  static Bytes payload(String text) {
    return Bytes.copyOf(text.getBytes(StandardCharsets.UTF_8));
  }

  static Consumer<ChainVerifier> record(LedgerEntry entry) {
    return record(LedgerEntry.key(0, entry.seq()), entry);
  }

  static Consumer<ChainVerifier> record(String key, LedgerEntry entry) {
    return verifier -> verifier.record(key, entry, "ledger-0");
  }

  /** What a verifier with the published head makes of the log. */
  ChainVerifier verified() {
    return verified(head);
  }

  ChainVerifier verified(Chain.Head published) {
    var verifier = new ChainVerifier(0, Chain.genesis(ORIGIN));
    verifier.expectHead(published, "heads-0");
    log.forEach(step -> step.accept(verifier));
    verifier.end("end");
    return verifier;
  }

  /** The same without a published head. */
  ChainVerifier verifiedAlone() {
    var verifier = new ChainVerifier(0, Chain.genesis(ORIGIN));
    log.forEach(step -> step.accept(verifier));
    verifier.end("end");
    return verifier;
  }

  /** The entry with another payload; re-hashed, so that it is sound again, or not. */
  LedgerEntry altered(int seq, boolean rehashed) {
    LedgerEntry old = entries.get(seq);
    Bytes payload = payload("decision " + seq + ", but admitted");
    Hash digest =
        rehashed ? Chain.digest(old.prev(), seq, old.kind(), old.schema(), payload) : old.digest();
    return new LedgerEntry(seq, old.prev(), digest, old.kind(), old.schema(), payload);
  }
}
