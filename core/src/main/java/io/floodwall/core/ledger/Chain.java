package io.floodwall.core.ledger;

import io.floodwall.core.Bytes;
import io.floodwall.core.Hash;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * How entries are hashed and linked: the normative bytes of {@code docs/ledger-format.md}, version
 * 1.
 *
 * <pre>
 * digest  = SHA-256( field("floodwall.ledger.entry.v1") field(prev) field(u64 seq) field(u32 kind) field(schema) field(payload) )
 * genesis = SHA-256( field("floodwall.ledger.genesis.v1") field(origin) )
 * field(b) = u32 length of b, big-endian, then b; all numbers big-endian
 * </pre>
 *
 * The origin, {@code <name>/<partition>}, makes every chain start differently, so an entry of one
 * chain links into no other.
 */
public final class Chain {
  private static final byte[] ENTRY_TAG = ascii("floodwall.ledger.entry.v1");
  private static final byte[] GENESIS_TAG = ascii("floodwall.ledger.genesis.v1");
  private static final int FIELDS = 6;

  private Chain() {}

  /**
   * Where a chain stands.
   *
   * @param size how many entries it has; the next one's seq
   * @param digest the last entry's digest, or the genesis
   */
  public record Head(long size, Hash digest) {

    /** The entry that would follow. */
    public LedgerEntry next(EntryKind kind, Hash schema, Bytes payload) {
      return new LedgerEntry(
          size, digest, Chain.digest(digest, size, kind, schema, payload), kind, schema, payload);
    }

    /** The head once {@code entry} is the last one. */
    public Head after(LedgerEntry entry) {
      return new Head(entry.seq() + 1, entry.digest());
    }
  }

  /** The head of an empty chain. */
  public static Head genesis(String origin) {
    byte[] name = origin.getBytes(StandardCharsets.UTF_8);
    var out = ByteBuffer.allocate(2 * Integer.BYTES + GENESIS_TAG.length + name.length);
    out.putInt(GENESIS_TAG.length).put(GENESIS_TAG).putInt(name.length).put(name);
    return new Head(0, Hash.sha256(out.array()));
  }

  /** The origin of a partition's chain. */
  public static String origin(String name, int partition) {
    return name + "/" + partition;
  }

  /** The digest of an entry with these fields. */
  public static Hash digest(Hash prev, long seq, EntryKind kind, Hash schema, Bytes payload) {
    return payload.sha256Behind(front(0, prev, seq, kind, schema, payload.length()));
  }

  /**
   * The entry's leaf hash in the chain's Merkle tree: RFC 6962's, over the same bytes as the
   * digest.
   */
  public static Hash leaf(LedgerEntry entry) {
    return entry.payload().sha256Behind(front(1, entry));
  }

  /** The bytes that an entry's digest is taken of, and that are its leaf in the Merkle tree. */
  public static Bytes hashed(LedgerEntry entry) {
    byte[] front = front(0, entry);
    var all = ByteBuffer.allocate(front.length + entry.payload().length()).put(front);
    entry.payload().writeTo(all);
    return Bytes.copyOf(all.array());
  }

  /**
   * The entry whose hashed bytes these are; its digest is computed from them.
   *
   * @throws IllegalArgumentException if they are not the bytes of an entry
   */
  public static LedgerEntry parse(byte[] hashed) {
    var in = ByteBuffer.wrap(hashed);
    require(Arrays.equals(field(in), ENTRY_TAG), "the domain tag");
    byte[] prev = field(in);
    byte[] seq = field(in);
    byte[] code = field(in);
    byte[] schema = field(in);
    byte[] payload = field(in);
    require(!in.hasRemaining(), "the end");
    require(prev.length == Hash.BYTES && schema.length == Hash.BYTES, "a digest");
    require(seq.length == Long.BYTES && code.length == Integer.BYTES, "a number");
    return new LedgerEntry(
        ByteBuffer.wrap(seq).getLong(),
        Hash.of(prev),
        Hash.sha256(hashed),
        EntryKind.of(ByteBuffer.wrap(code).getInt()),
        Hash.of(schema),
        Bytes.copyOf(payload));
  }

  private static byte[] field(ByteBuffer in) {
    require(in.remaining() >= Integer.BYTES, "a length");
    int length = in.getInt();
    require(length >= 0 && length <= in.remaining(), "a field");
    byte[] field = new byte[length];
    in.get(field);
    return field;
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new IllegalArgumentException("not the bytes of a ledger entry: " + what + " is wrong");
    }
  }

  private static byte[] front(int zeros, LedgerEntry entry) {
    return front(
        zeros, entry.prev(), entry.seq(), entry.kind(), entry.schema(), entry.payload().length());
  }

  /**
   * What is hashed before the payload, behind as many zero bytes: one zero is RFC 6962's mark of a
   * leaf.
   */
  private static byte[] front(
      int zeros, Hash prev, long seq, EntryKind kind, Hash schema, int payloadBytes) {
    var out =
        ByteBuffer.allocate(
            zeros
                + FIELDS * Integer.BYTES
                + ENTRY_TAG.length
                + 2 * Hash.BYTES
                + Long.BYTES
                + Integer.BYTES);
    out.position(zeros);
    out.putInt(ENTRY_TAG.length).put(ENTRY_TAG);
    out.putInt(Hash.BYTES);
    prev.writeTo(out);
    out.putInt(Long.BYTES).putLong(seq);
    out.putInt(Integer.BYTES).putInt(kind.code());
    out.putInt(Hash.BYTES);
    schema.writeTo(out);
    return out.putInt(payloadBytes).array();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
