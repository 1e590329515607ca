package io.floodwall.tlog;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.floodwall.core.Hash;
import io.floodwall.core.ledger.Chain;
import io.floodwall.tlog.Check.Status;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Checks a bundle, whatever its bytes are: what cannot be parsed is a failed check and not an
 * error. Only a file that cannot be read throws.
 */
public final class BundleExam {
  private final List<VerifierKey> trusted;
  private final @Nullable TrustPolicy policy;
  private final LongConsumer progress;
  private final List<ChainReport> chains = new ArrayList<>();
  private final List<VerifierKey> own = new ArrayList<>();
  private @Nullable ChainExam chain;
  private @Nullable String fault;
  private long entries;
  private boolean keysRead;
  private boolean entriesBegan;

  /**
   * An exam on the word of {@code trusted} keys, or of the bundle's own when there are none.
   *
   * @param policy witnesses and quorum, or null for none
   * @param progress is told how many entries were checked
   */
  public BundleExam(
      List<VerifierKey> trusted, @Nullable TrustPolicy policy, LongConsumer progress) {
    this.trusted = List.copyOf(trusted);
    this.policy = policy;
    this.progress = progress;
  }

  /**
   * What came of it.
   *
   * @param file whether every byte of the file is accounted for
   */
  public record Report(Check file, List<ChainReport> chains) {
    public Report {
      chains = List.copyOf(chains);
    }

    /** Whether no check failed. */
    public boolean isValid() {
      return file.status() == Status.PASS && chains.stream().allMatch(ChainReport::isValid);
    }
  }

  /** Checks the whole file. */
  public Report run(InputStream file) throws IOException {
    MessageDigest sha256 = BundleWriter.sha256();
    long ended = 0;
    try (var in = new DataInputStream(new DigestInputStream(file, sha256))) {
      byte[] magic = in.readNBytes(BundleFormat.MAGIC.length);
      if (!Arrays.equals(magic, BundleFormat.MAGIC)) {
        fault = "it does not start as a bundle of version 1 does";
      }
      while (fault == null && ended == 0) {
        ended = section(in, sha256) ? 1 : 0;
      }
      if (fault == null && in.read() >= 0) {
        fault = "bytes follow behind its end";
      }
    }
    endChain();
    if (fault == null && chains.isEmpty()) {
      fault = "it holds no chain";
    }
    String all = chains.size() + " chains, " + entries + " entries";
    return new Report(
        fault == null
            ? new Check("file", Status.PASS, all, "every byte is accounted for")
            : new Check("file", Status.FAIL, all, fault),
        chains);
  }

  /** One section; answers whether it was the last. */
  private boolean section(DataInputStream in, MessageDigest sha256) throws IOException {
    MessageDigest before = copied(sha256);
    byte[] header = in.readNBytes(1 + Integer.BYTES);
    if (header.length < 1 + Integer.BYTES) {
      fault = "it ends in the middle: its end section is missing";
      return false;
    }
    int length = ByteBuffer.wrap(header).getInt(1);
    if (length < 0 || length > BundleFormat.SECTION_BYTES_MAX) {
      fault = "a section claims " + Integer.toUnsignedString(length) + " bytes";
      return false;
    }
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      fault = "it ends in the middle of a section";
      return false;
    }
    if (header[0] == BundleFormat.END) {
      if (!Arrays.equals(bytes, before.digest())) {
        fault = "its last digest is not that of its bytes";
      }
      return true;
    }
    try {
      take(header[0], bytes);
    } catch (FormatException | IllegalArgumentException e) {
      fault = "a section of type " + (char) (header[0] & 0x7f) + " is malformed: " + e.getMessage();
    }
    return false;
  }

  private static MessageDigest copied(MessageDigest sha256) {
    try {
      return (MessageDigest) sha256.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("SHA-256 of the Java platform can be cloned", e);
    }
  }

  private void take(byte type, byte[] bytes) throws FormatException {
    if (keysRead == (type == BundleFormat.KEYS)) {
      throw new FormatException("the keys come first, and once");
    }
    keysRead = true;
    switch (type) {
      case BundleFormat.KEYS -> keys(bytes);
      case BundleFormat.CHAIN -> chain(bytes);
      case BundleFormat.HEAD -> head(bytes);
      case BundleFormat.CHECKPOINT -> beforeEntries().checkpoint(SignedNote.parse(bytes));
      case BundleFormat.COSIGNATURE -> beforeEntries().cosignature(SignedNote.parse(bytes));
      case BundleFormat.ENTRY -> {
        current().entry(bytes);
        entriesBegan = true;
        progress.accept(++entries);
      }
      default -> throw new FormatException("no such section is known");
    }
  }

  private void keys(byte[] bytes) throws FormatException {
    for (String line : text(bytes, 0, "the keys").split("\n", -1)) {
      if (!line.isEmpty()) {
        own.add(VerifierKey.parse(line));
      }
    }
  }

  private void chain(byte[] bytes) throws FormatException {
    endChain();
    var in = ByteBuffer.wrap(bytes);
    if (in.remaining() < Long.BYTES + Hash.BYTES) {
      throw new FormatException("it is too short");
    }
    long from = in.getLong();
    Hash before = hash(in);
    int count = Long.bitCount(from);
    if (from < 0 || in.remaining() < count * Hash.BYTES) {
      throw new FormatException("it is too short for a chain from " + from);
    }
    var subtrees = new ArrayList<Hash>();
    for (int i = 0; i < count; i++) {
      subtrees.add(hash(in));
    }
    String origin = text(bytes, in.position(), "the origin");
    var trust =
        trusted.isEmpty() ? new Trust(own, true, policy) : new Trust(trusted, false, policy);
    if (chains.stream().anyMatch(other -> other.origin().equals(origin))) {
      throw new FormatException("the chain " + origin + " is here twice");
    }
    chain = new ChainExam(Text.name(origin, "the origin"), trust);
    entriesBegan = false;
    if (from > 0) {
      chain.startsAt(from, before, subtrees);
    } else if (!before.equals(Chain.genesis(origin).digest())) {
      throw new FormatException("the chain does not start from its genesis");
    }
  }

  private void head(byte[] bytes) throws FormatException {
    if (bytes.length != Long.BYTES + Hash.BYTES) {
      throw new FormatException("it has " + bytes.length + " bytes");
    }
    var in = ByteBuffer.wrap(bytes);
    beforeEntries().head(new Chain.Head(in.getLong(), hash(in)));
  }

  private ChainExam current() throws FormatException {
    if (chain == null) {
      throw new FormatException("it belongs to no chain");
    }
    return chain;
  }

  /**
   * The chain, as long as none of its entries was there: what they are compared with comes first.
   */
  private ChainExam beforeEntries() throws FormatException {
    ChainExam exam = current();
    if (entriesBegan) {
      throw new FormatException("it comes behind the entries of its chain");
    }
    return exam;
  }

  private void endChain() {
    if (chain != null) {
      chains.add(chain.end());
      chain = null;
    }
  }

  private static String text(byte[] bytes, int from, String what) throws FormatException {
    try {
      return UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, from, bytes.length - from))
          .toString();
    } catch (CharacterCodingException e) {
      throw new FormatException(what + " must be UTF-8", e);
    }
  }

  private static Hash hash(ByteBuffer in) {
    byte[] bytes = new byte[Hash.BYTES];
    in.get(bytes);
    return Hash.of(bytes);
  }
}
