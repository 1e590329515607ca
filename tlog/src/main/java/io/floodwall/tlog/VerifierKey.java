package io.floodwall.tlog;

import io.floodwall.core.Hash;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;

/**
 * A named public key and what its signatures mean: the {@literal vkey} of C2SP {@code signed-note}.
 *
 * <pre>
 * vkey   = name "+" id as 8 hex digits "+" base64( type, key )
 * id     = the first 4 bytes of SHA-256( name 0A type key )
 * </pre>
 *
 * @param name the key's name; a log's is its origin
 * @param type what a signature by it is taken of
 */
public record VerifierKey(String name, SignatureType type, PublicKey key) {
  private static final int PARTS = 3;

  public VerifierKey {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(key, "key");
  }

  /** The key that {@code vkey} says. */
  public static VerifierKey parse(String vkey) throws FormatException {
    String[] parts = vkey.strip().split("\\+", PARTS);
    if (parts.length != PARTS) {
      throw new FormatException("a verifier key looks like name+01234567+base64; this does not");
    }
    String name = Text.name(parts[0], "the key's name");
    byte[] data = Text.fromBase64(parts[2], "the key");
    if (data.length != 1 + PublicKey.BYTES) {
      throw new FormatException("the key has " + data.length + " bytes, 33 are needed");
    }
    SignatureType type = SignatureType.of(data[0]);
    PublicKey key = PublicKey.of(Arrays.copyOfRange(data, 1, data.length));
    var parsed = new VerifierKey(name, type, key);
    if (!parsed.idText().equals(parts[1])) {
      throw new FormatException(
          "the key's id is " + parts[1] + ", its name and bytes make " + parsed.idText());
    }
    return parsed;
  }

  /** The same key under another name: a log has a name for each of its chains. */
  public VerifierKey named(String other) {
    return new VerifierKey(other, type, key);
  }

  /** The first four bytes that every signature of this key begins with, big-endian. */
  public int id() {
    byte[] id =
        Hash.sha256(Text.utf8(name), new byte[] {'\n', type.code()}, key.encoded().toArray())
            .toBytes();
    return ByteBuffer.wrap(id).getInt();
  }

  private String idText() {
    return HexFormat.of().toHexDigits(id());
  }

  /** Whether {@code signature} is this key's over a note's text. */
  boolean verifies(String text, NoteSignature signature) {
    return type.verifies(key, text, signature.bytes().toArray());
  }

  /** The vkey. */
  @Override
  public String toString() {
    byte[] data = new byte[1 + PublicKey.BYTES];
    data[0] = type.code();
    System.arraycopy(key.encoded().toArray(), 0, data, 1, PublicKey.BYTES);
    return name + "+" + idText() + "+" + Text.base64(data);
  }
}
