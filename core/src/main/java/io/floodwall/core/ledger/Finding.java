package io.floodwall.core.ledger;

import java.util.Locale;

/**
 * Something wrong with a chain: which check failed, where, and how.
 *
 * @param seq the entry it concerns, or -1 where none can be named
 * @param place where the evidence lies, such as a topic offset
 */
public record Finding(Check check, int partition, long seq, String place, String detail) {

  /** What is checked of every entry and chain. */
  public enum Check {
    /** The record's key is not the key of the entry in it, or is written a second time. */
    KEY,
    /** A sequence number is missing or out of order. */
    SEQ,
    /** The entry does not link to the one before it. */
    PREV,
    /** The bytes do not decode as an entry, or cannot be read at all. */
    BYTES,
    /** The digest is not that of the entry's fields. */
    DIGEST,
    /** The published head is not the chain's. */
    HEAD,
    /** The record was deleted. */
    TOMBSTONE;

    /** In small letters, as reports spell it. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** One line for people. */
  public String line() {
    String entry = seq < 0 ? "" : " seq " + seq;
    return check.label() + ": chain " + partition + entry + " at " + place + ": " + detail;
  }
}
