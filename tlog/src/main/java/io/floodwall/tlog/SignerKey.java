package io.floodwall.tlog;

import io.floodwall.core.Bytes;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;

/**
 * A named secret key, in the note format that other tools of this world write and read.
 *
 * <pre>
 * PRIVATE+KEY+ name "+" id as 8 hex digits "+" base64( 01 seed )
 * </pre>
 *
 * Its text is for its file alone: {@link #toString} shows the public half.
 */
public final class SignerKey {
  private static final String PREFIX = "PRIVATE+KEY+";
  private static final int PARTS = 3;

  private final String name;
  private final SecretKey secret;

  private SignerKey(String name, SecretKey secret) {
    this.name = name;
    this.secret = secret;
  }

  /** A new key named {@code name}. */
  public static SignerKey generate(String name, SecureRandom random) throws FormatException {
    return new SignerKey(Text.name(name, "the key's name"), SecretKey.generate(random));
  }

  /** The key in the text of a key file. What it says of a bad text holds none of the text. */
  public static SignerKey parse(String text) throws FormatException {
    String stripped = text.strip();
    if (!stripped.startsWith(PREFIX)) {
      throw new FormatException("a secret key starts with PRIVATE+KEY+; this does not");
    }
    String[] parts = stripped.substring(PREFIX.length()).split("\\+", PARTS);
    if (parts.length != PARTS) {
      throw new FormatException("a secret key looks like PRIVATE+KEY+name+01234567+base64");
    }
    byte[] data = Text.fromBase64(parts[2], "the secret key");
    if (data.length != 1 + SecretKey.BYTES || data[0] != SignatureType.NOTE.code()) {
      throw new FormatException("the secret key is not an Ed25519 seed of 32 bytes and type 1");
    }
    var key =
        new SignerKey(
            Text.name(parts[0], "the key's name"),
            SecretKey.of(Arrays.copyOfRange(data, 1, data.length)));
    if (!idText(key.verifier()).equals(parts[1])) {
      throw new FormatException("the secret key's id is not that of its name and bytes");
    }
    return key;
  }

  /** The text for the key's file. */
  public String secretText() {
    byte[] data = new byte[1 + SecretKey.BYTES];
    data[0] = SignatureType.NOTE.code();
    System.arraycopy(secret.seed(), 0, data, 1, SecretKey.BYTES);
    return PREFIX + name + "+" + idText(verifier()) + "+" + Text.base64(data);
  }

  /** The same secret under another name: a log has a name for each of its chains. */
  public SignerKey named(String other) {
    return new SignerKey(other, secret);
  }

  /** Its name. */
  public String name() {
    return name;
  }

  /** What verifies the notes that it signs. */
  public VerifierKey verifier() {
    return new VerifierKey(name, SignatureType.NOTE, secret.publicKey());
  }

  /** What verifies the checkpoints that it cosigns, as a witness. */
  public VerifierKey cosigner() {
    return new VerifierKey(name, SignatureType.COSIGNATURE, secret.publicKey());
  }

  /** Its signature over a note's text, as a log. */
  public NoteSignature sign(String text) {
    return new NoteSignature(name, verifier().id(), Bytes.copyOf(secret.sign(Text.utf8(text))));
  }

  /** Its signature over a checkpoint's text at a time, as a witness. */
  public NoteSignature cosign(String text, long timeSeconds) {
    byte[] bare = secret.sign(SignatureType.cosigned(timeSeconds, text));
    var out = ByteBuffer.allocate(Long.BYTES + bare.length).putLong(timeSeconds).put(bare);
    return new NoteSignature(name, cosigner().id(), Bytes.copyOf(out.array()));
  }

  SecretKey secret() {
    return secret;
  }

  private static String idText(VerifierKey key) {
    return HexFormat.of().toHexDigits(key.id());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SignerKey that && verifier().equals(that.verifier());
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, secret.publicKey());
  }

  @Override
  public String toString() {
    return "secret key of " + verifier();
  }
}
