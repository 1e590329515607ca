package io.floodwall.core.signing;

import io.floodwall.core.Bytes;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Objects;

/**
 * The record header that carries an intent's signature, with what was signed, so that a signature
 * of something else is told from a forged one.
 *
 * <pre>
 * [ version 1 : 1 ][ key id : 8 ][ signature : 64 ][ the signed statement ]
 * </pre>
 *
 * @param keyId the id of the key that signed, as 16 hex digits
 */
public record SignatureHeader(String keyId, Bytes signature, SignedStatement statement) {
  /** The header's name. */
  public static final String NAME = "floodwall-signature";

  static final byte VERSION = 1;
  static final int HEAD_BYTES = 1 + AgentKey.ID_BYTES + Ed25519Form.SIGNATURE_BYTES;

  public SignatureHeader {
    Objects.requireNonNull(keyId, "keyId");
    Objects.requireNonNull(statement, "statement");
    if (signature.length() != Ed25519Form.SIGNATURE_BYTES) {
      throw new IllegalArgumentException(
          "an Ed25519 signature has 64 bytes, not " + signature.length());
    }
  }

  /** The header's value. */
  public byte[] toBytes() {
    byte[] signed = statement.toBytes();
    var out = ByteBuffer.allocate(HEAD_BYTES + signed.length);
    out.put(VERSION).put(HexFormat.of().parseHex(keyId));
    signature.writeTo(out);
    return out.put(signed).array();
  }

  /** The header with this value; IllegalArgumentException says why there is none. */
  public static SignatureHeader parse(byte[] value) {
    if (value.length < HEAD_BYTES) {
      throw new IllegalArgumentException(
          "the header has " + value.length + " bytes, a signature needs more");
    }
    var in = ByteBuffer.wrap(value);
    byte version = in.get();
    if (version != VERSION) {
      throw new IllegalArgumentException("version " + version + " of the header is not known");
    }
    byte[] keyId = new byte[AgentKey.ID_BYTES];
    byte[] signature = new byte[Ed25519Form.SIGNATURE_BYTES];
    in.get(keyId).get(signature);
    return new SignatureHeader(
        HexFormat.of().formatHex(keyId), Bytes.copyOf(signature), SignedStatement.readFrom(in));
  }
}
