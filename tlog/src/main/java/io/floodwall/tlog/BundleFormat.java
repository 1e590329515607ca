package io.floodwall.tlog;

import java.nio.charset.StandardCharsets;

/**
 * A part of a ledger in one file that is checked without a broker.
 *
 * <pre>
 * "floodwall-bundle-v1\n"
 * sections, each  [ type : 1, ASCII ][ length : 4, big-endian ][ bytes ]
 *   K  the log's keys, one vkey a line: what the bundle says of itself, not to be trusted for it
 *   L  a chain begins: [ from : 8 ][ digest before it : 32 ][ subtrees before it : 32 each ][ origin, UTF-8 ], the
 *      number of subtrees is the number of one-bits of from
 *   H  its head: [ size : 8 ][ digest : 32 ]
 *   C  a checkpoint of it: a signed note
 *   W  a cosignature of it: a signed note
 *   E  its next entry: the hashed bytes of docs/ledger-format.md
 *   Z  the end: [ SHA-256 of all bytes before this section : 32 ]
 * </pre>
 *
 * The last digest finds accidents; that nobody changed the file on purpose is for the signatures to
 * show. The keys come first and once, a chain is there once, and of a chain, head, checkpoints and
 * cosignatures come before entries.
 */
final class BundleFormat {
  static final byte[] MAGIC = "floodwall-bundle-v1\n".getBytes(StandardCharsets.US_ASCII);
  static final byte KEYS = 'K';
  static final byte CHAIN = 'L';
  static final byte HEAD = 'H';
  static final byte CHECKPOINT = 'C';
  static final byte COSIGNATURE = 'W';
  static final byte ENTRY = 'E';
  static final byte END = 'Z';

  /** The most bytes of one section: an entry of the largest record, with room. */
  static final int SECTION_BYTES_MAX = 512 * 1024;

  private BundleFormat() {}
}
