package io.floodwall.ledger;

import io.floodwall.core.Hash;
import io.floodwall.core.ledger.Chain;
import io.floodwall.core.ledger.LedgerEntry;
import io.floodwall.schemas.Codec;
import io.floodwall.schemas.MalformedRecordException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The partition's chain as far as it must be kept to go on with it: its head, and its last entry to
 * check the head by.
 *
 * <pre>
 * key  [ 0 : 1 ]      row  [ version 1 : 1 ][ size : 8 ][ digest : 32 ][ origin, UTF-8 ]
 * key  [ 1 : 1 ]      row  the last LedgerEntry, framed Avro, as it went to the topic
 * </pre>
 *
 * A head that its own last entry does not lead to, or of another chain, stops the task: going on
 * would fork the chain.
 */
final class ChainRows {
  static final String STORE = "chain";

  private static final byte[] HEAD = {0};
  private static final byte[] LAST = {1};
  private static final byte VERSION = 1;
  private static final int FIXED_BYTES = 1 + Long.BYTES + Hash.BYTES;

  private final KeyValueStore<byte[], byte[]> rows;
  private final Codec<LedgerEntry> codec;
  private final String origin;
  private final byte[] originBytes;
  private Chain.Head head;
  private byte @Nullable [] unwritten; // the last entry, when no commit has taken it yet

  /** The chain of {@code origin}, where it was left or at its genesis. */
  ChainRows(KeyValueStore<byte[], byte[]> rows, Codec<LedgerEntry> codec, String origin) {
    this.rows = rows;
    this.codec = codec;
    this.origin = origin;
    this.originBytes = origin.getBytes(StandardCharsets.UTF_8);
    byte[] row = rows.get(HEAD);
    byte[] last = rows.get(LAST);
    require((row == null) == (last == null), "its head and its last entry must be there together");
    this.head = row == null ? Chain.genesis(origin) : checked(row, last);
  }

  /** The chain's name. */
  String origin() {
    return origin;
  }

  /** Where the chain stands. */
  Chain.Head head() {
    return head;
  }

  /** Moves the head to {@code entry}, the next one, whose bytes for the topic are {@code value}. */
  void advance(LedgerEntry entry, byte[] value) {
    head = head.after(entry);
    unwritten = value;
  }

  /** Puts what has changed since the last time; nothing is kept of it before. */
  void write() {
    if (unwritten != null) {
      rows.put(HEAD, row(head));
      rows.put(LAST, unwritten);
      unwritten = null;
    }
  }

  private byte[] row(Chain.Head at) {
    var out = ByteBuffer.allocate(FIXED_BYTES + originBytes.length);
    out.put(VERSION).putLong(at.size());
    at.digest().writeTo(out);
    return out.put(originBytes).array();
  }

  private Chain.Head checked(byte[] row, byte @Nullable [] last) {
    require(row.length > FIXED_BYTES, "its head has only " + row.length + " bytes");
    var in = ByteBuffer.wrap(row);
    byte version = in.get();
    require(version == VERSION, "its head has version " + version + ", known is " + VERSION);
    long size = in.getLong();
    var digest = new byte[Hash.BYTES];
    in.get(digest);
    var stored = new Chain.Head(size, Hash.of(digest));
    String of = StandardCharsets.UTF_8.decode(in).toString();
    require(of.equals(origin), "the stored chain is " + of + ": was the ledger's name changed?");
    LedgerEntry entry = decoded(last);
    require(
        entry.isSound(), "the digest of its last entry, " + entry.seq() + ", is not that entry's");
    var reached = new Chain.Head(entry.seq() + 1, entry.digest());
    require(
        reached.equals(stored),
        "its head says " + said(stored) + ", its last entry leads to " + said(reached));
    return stored;
  }

  private LedgerEntry decoded(byte @Nullable [] last) {
    try {
      return codec.decode(last);
    } catch (MalformedRecordException e) {
      throw new IllegalStateException(named("its last entry does not decode"), e);
    }
  }

  private void require(boolean holds, String problem) {
    if (!holds) {
      throw new IllegalStateException(named(problem));
    }
  }

  private String named(String problem) {
    return "the state of chain " + origin + " is broken and nothing was appended to it: " + problem;
  }

  private static String said(Chain.Head at) {
    return at.size() + " entries and " + at.digest();
  }
}
