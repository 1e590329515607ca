package io.floodwall.client;

import io.floodwall.core.Hash;
import io.floodwall.core.gate.Decision;
import io.floodwall.core.gate.Verdict;
import io.floodwall.core.ledger.EntryKind;
import io.floodwall.core.ledger.LedgerEntry;
import io.floodwall.schemas.Codecs;
import io.floodwall.schemas.Framed;
import io.floodwall.schemas.MalformedRecordException;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A decision as it lies on {@code admitted}, and what its bytes are known by.
 *
 * @param schema the fingerprint of the schema that it was written with
 * @param digest the SHA-256 of its payload, as its ledger entry holds it
 * @param writtenMs when its record was written
 */
record Admitted(int partition, Decision decision, Hash schema, Hash digest, long writtenMs) {

  /**
   * The decision in a record, or nothing when it is none that admits, or is in another one's place:
   * the ledger keeps such a record as a dead letter.
   */
  static Optional<Admitted> of(ConsumerRecord<byte[], byte[]> record, Codecs codecs) {
    try {
      Decision decision = codecs.decision().decode(record.value());
      boolean fits =
          decision.verdict() == Verdict.ADMIT
              && decision.topic().equals(record.topic())
              && decision.facts().sourcePartition() == record.partition();
      if (!fits) {
        return Optional.empty();
      }
      Framed framed = codecs.unframe(record.value());
      return Optional.of(
          new Admitted(
              record.partition(),
              decision,
              framed.fingerprint(),
              framed.payload().sha256(),
              record.timestamp()));
    } catch (MalformedRecordException e) {
      return Optional.empty();
    }
  }

  /** Whether {@code entry} records these very bytes. */
  boolean isIn(LedgerEntry entry) {
    return entry.kind() == EntryKind.VERDICT
        && entry.schema().equals(schema)
        && entry.payload().sha256().equals(digest);
  }

  /** The agent and the id, for people. */
  String name() {
    return decision.intent().agent() + "/" + decision.intent().id();
  }
}
