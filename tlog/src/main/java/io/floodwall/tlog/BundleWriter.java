package io.floodwall.tlog;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.floodwall.core.Hash;
import io.floodwall.core.ledger.Chain;
import io.floodwall.core.ledger.LedgerEntry;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** Writes a bundle, section by section; see {@link BundleFormat}. */
public final class BundleWriter implements AutoCloseable {
  private final MessageDigest sha256;
  private final DataOutputStream out;

  /** A bundle to {@code file}, which is closed with it, said to be signed with {@code keys}. */
  public BundleWriter(OutputStream file, Collection<VerifierKey> keys) throws IOException {
    this.sha256 = sha256();
    this.out = new DataOutputStream(new DigestOutputStream(file, sha256));
    out.write(BundleFormat.MAGIC);
    String text = keys.stream().map(key -> key + "\n").collect(Collectors.joining());
    section(BundleFormat.KEYS, text.getBytes(UTF_8));
  }

  /** Begins the chain called {@code origin} at entry {@code from}. */
  public void chain(String origin, long from, Hash before, List<Hash> subtrees) throws IOException {
    byte[] name = origin.getBytes(UTF_8);
    var bytes = ByteBuffer.allocate(Long.BYTES + (1 + subtrees.size()) * Hash.BYTES + name.length);
    bytes.putLong(from);
    before.writeTo(bytes);
    subtrees.forEach(subtree -> subtree.writeTo(bytes));
    section(BundleFormat.CHAIN, bytes.put(name).array());
  }

  /** The chain's head. */
  public void head(Chain.Head head) throws IOException {
    var bytes = ByteBuffer.allocate(Long.BYTES + Hash.BYTES).putLong(head.size());
    head.digest().writeTo(bytes);
    section(BundleFormat.HEAD, bytes.array());
  }

  /** One of the chain's checkpoints, as it is stored. */
  public void checkpoint(byte[] note) throws IOException {
    section(BundleFormat.CHECKPOINT, note);
  }

  /** One of the chain's cosignatures, as it is stored. */
  public void cosignature(byte[] note) throws IOException {
    section(BundleFormat.COSIGNATURE, note);
  }

  /** The chain's next entry. */
  public void entry(LedgerEntry entry) throws IOException {
    section(BundleFormat.ENTRY, Chain.hashed(entry).toArray());
  }

  /** Ends the bundle. */
  public void end() throws IOException {
    out.flush();
    byte[] digest = sha256.digest();
    section(BundleFormat.END, digest);
    out.flush();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }

  private void section(byte type, byte[] bytes) throws IOException {
    out.writeByte(type);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
