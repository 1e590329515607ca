package io.floodwall.tlog;

import io.floodwall.core.Bytes;
import io.floodwall.core.Hash;
import io.floodwall.core.tree.InclusionProof;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * That something is in a log, as one text that is checked offline (C2SP {@code tlog-proof}).
 *
 * <pre>
 * c2sp.org/tlog-proof@v1
 * extra base64            (left out when there is none)
 * index 73894
 * base64 of a hash        (0 to 63 lines)
 * (an empty line)
 * the checkpoint, signed
 * </pre>
 *
 * @param extra bytes that nothing vouches for: what the leaf is made from again
 * @param index the entry's place in the log
 * @param path the inclusion proof, from the leaf up
 */
public record TlogProof(Bytes extra, long index, List<Hash> path, SignedNote note) {
  /** The most bytes of a proof: room for an entry in {@code extra}. */
  public static final int BYTES_MAX = 512 * 1024;

  private static final String FIRST = "c2sp.org/tlog-proof@v1\n";
  private static final String EXTRA = "extra ";
  private static final String INDEX = "index ";
  private static final int PATH_MAX = 63;

  public TlogProof {
    Objects.requireNonNull(extra, "extra");
    Objects.requireNonNull(note, "note");
    path = List.copyOf(path);
  }

  /** The proof in these bytes. */
  public static TlogProof parse(byte[] bytes) throws FormatException {
    if (bytes.length > BYTES_MAX) {
      throw new FormatException(
          "a proof has at most " + BYTES_MAX + " bytes, this has " + bytes.length);
    }
    try {
      return parse(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      throw new FormatException("a proof is UTF-8; this is not", e);
    }
  }

  /** The proof in this text. */
  public static TlogProof parse(String text) throws FormatException {
    int blank = text.indexOf("\n\n");
    if (!text.startsWith(FIRST) || blank < 0) {
      throw new FormatException(
          "a proof starts with the line c2sp.org/tlog-proof@v1 and has an empty line before its"
              + " checkpoint; this does not");
    }
    List<String> lines = List.of(text.substring(0, blank).split("\n", -1));
    int at = 1;
    Bytes extra = Bytes.EMPTY;
    if (lines.size() > at && lines.get(at).startsWith(EXTRA)) {
      byte[] bytes = Text.fromBase64(lines.get(at++).substring(EXTRA.length()), "extra");
      if (bytes.length == 0) {
        throw new FormatException("an empty extra line is left out; this proof has one");
      }
      extra = Bytes.copyOf(bytes);
    }
    if (lines.size() <= at || !lines.get(at).startsWith(INDEX)) {
      throw new FormatException("the index line is missing");
    }
    long index = Text.number(lines.get(at++).substring(INDEX.length()), "the index");
    if (lines.size() - at > PATH_MAX) {
      throw new FormatException("a proof has at most 63 hashes, this has " + (lines.size() - at));
    }
    var path = new ArrayList<Hash>();
    for (; at < lines.size(); at++) {
      path.add(Text.hash(lines.get(at), "hash " + path.size()));
    }
    return new TlogProof(extra, index, path, SignedNote.parse(text.substring(blank + 2)));
  }

  /** The checkpoint, whose signatures have not been looked at. */
  public Checkpoint checkpoint() throws FormatException {
    return Checkpoint.parse(note.text());
  }

  /**
   * Checks that the entry with this leaf hash is in the log, as far as {@code policy} trusts it.
   *
   * @return the checkpoint it is in
   */
  public Checkpoint verify(Hash leaf, TrustPolicy policy)
      throws FormatException, UntrustedException {
    Checkpoint checkpoint = policy.verified(note);
    if (!new InclusionProof(index, checkpoint.size(), path).proves(leaf, checkpoint.root())) {
      throw new UntrustedException(
          "the entry is not at index " + index + " of the tree that the checkpoint is of");
    }
    return checkpoint;
  }

  /** The proof's text. */
  @Override
  public String toString() {
    var out = new StringBuilder(FIRST);
    if (extra.length() > 0) {
      out.append(EXTRA).append(Text.base64(extra.toArray())).append('\n');
    }
    out.append(INDEX).append(index).append('\n');
    path.forEach(hash -> out.append(Text.base64(hash.toBytes())).append('\n'));
    return out.append('\n').append(note).toString();
  }
}
