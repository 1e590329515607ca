package io.floodwall.core.ledger;

import io.floodwall.core.Bytes;
import io.floodwall.core.Hash;
import java.util.Objects;

/**
 * One link of a chain: what was recorded, and the digest that binds it to everything before it.
 *
 * @param seq its number in the chain, dense from 0 to {@link #SEQ_MAX}
 * @param prev the digest of the entry before it, or the chain's genesis
 * @param digest {@link Chain#digest} of all the rest
 * @param schema the fingerprint of the Avro schema that the payload was written with
 * @param payload the recorded bytes, exactly as stored
 */
public record LedgerEntry(
    long seq, Hash prev, Hash digest, EntryKind kind, Hash schema, Bytes payload) {

  /** The last sequence number that sixteen digits can write. */
  public static final long SEQ_MAX = 9_999_999_999_999_999L;

  public LedgerEntry {
    Objects.requireNonNull(prev, "prev");
    Objects.requireNonNull(digest, "digest");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(schema, "schema");
    Objects.requireNonNull(payload, "payload");
    if (seq < 0 || seq > SEQ_MAX) {
      throw new IllegalArgumentException("seq must be 0.." + SEQ_MAX + ", got " + seq);
    }
  }

  /**
   * The record key of an entry: the partition and the sequence number in sixteen digits, so that
   * keys sort as numbers.
   */
  public static String key(int partition, long seq) {
    String digits = Long.toString(seq);
    return partition + "/" + "0".repeat(Math.max(0, 16 - digits.length())) + digits;
  }

  /** Whether the digest is that of the other fields. */
  public boolean isSound() {
    return Chain.digest(prev, seq, kind, schema, payload).equals(digest);
  }
}
