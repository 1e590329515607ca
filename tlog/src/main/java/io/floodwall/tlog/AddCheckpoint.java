package io.floodwall.tlog;

import io.floodwall.core.Hash;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What a witness is asked: to cosign a checkpoint that continues one it has cosigned before (C2SP
 * {@code tlog-witness}).
 *
 * <pre>
 * old 20852014
 * base64 of a hash        (0 to 63 lines: the consistency proof)
 * (an empty line)
 * the checkpoint, signed
 * </pre>
 *
 * @param oldSize the size of the checkpoint that the proof starts from, 0 for none
 */
public record AddCheckpoint(long oldSize, List<Hash> proof, SignedNote note) {
  /** The most bytes of a request. */
  public static final int BYTES_MAX = 64 * 1024;

  /** The most lines of a consistency proof. */
  public static final int PROOF_MAX = 63;

  private static final String OLD = "old ";

  public AddCheckpoint {
    Objects.requireNonNull(note, "note");
    proof = List.copyOf(proof);
  }

  /** The request in these bytes. */
  public static AddCheckpoint parse(byte[] bytes) throws FormatException {
    if (bytes.length > BYTES_MAX) {
      throw new FormatException("a request has at most " + BYTES_MAX + " bytes");
    }
    try {
      return parse(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      throw new FormatException("a request is UTF-8; this is not", e);
    }
  }

  private static AddCheckpoint parse(String text) throws FormatException {
    int blank = text.indexOf("\n\n");
    if (!text.startsWith(OLD) || blank < 0) {
      throw new FormatException(
          "a request is a line 'old SIZE', proof lines, an empty line and a checkpoint");
    }
    List<String> lines = List.of(text.substring(0, blank).split("\n", -1));
    if (lines.size() - 1 > PROOF_MAX) {
      throw new FormatException(
          "a proof has at most " + PROOF_MAX + " hashes, this has " + (lines.size() - 1));
    }
    long oldSize = Text.number(lines.get(0).substring(OLD.length()), "the old size");
    var proof = new ArrayList<Hash>();
    for (String line : lines.subList(1, lines.size())) {
      proof.add(Text.hash(line, "hash " + proof.size()));
    }
    return new AddCheckpoint(oldSize, proof, SignedNote.parse(text.substring(blank + 2)));
  }

  /** The request's text. */
  @Override
  public String toString() {
    var out = new StringBuilder(OLD).append(oldSize).append('\n');
    proof.forEach(hash -> out.append(Text.base64(hash.toBytes())).append('\n'));
    return out.append('\n').append(note).toString();
  }
}
