package io.floodwall.core.signing;

import io.floodwall.core.Bytes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An agent's Ed25519 public key and when it counts, on the broker's append time.
 *
 * @param publicKey its 32 bytes
 * @param validFromMs the first moment it counts
 * @param validUntilMs the first moment it counts no more, or null for never
 */
public record AgentKey(Bytes publicKey, long validFromMs, @Nullable Long validUntilMs) {
  /** Bytes of a key's id. */
  public static final int ID_BYTES = 8;

  public AgentKey {
    Objects.requireNonNull(publicKey, "publicKey");
  }

  /** Its id: the first 8 bytes of the SHA-256 of the public key, as 16 hex digits. */
  public String id() {
    return idOf(publicKey);
  }

  /** The id of the key with these bytes. */
  public static String idOf(Bytes publicKey) {
    return publicKey.sha256().hex().substring(0, 2 * ID_BYTES);
  }

  /** What is wrong with it as far as its bytes and times tell, or null. */
  public @Nullable String problem() {
    if (publicKey.length() != Ed25519Form.KEY_BYTES) {
      return "an Ed25519 public key has 32 bytes, not " + publicKey.length();
    }
    if (Ed25519Form.isOfSmallOrder(publicKey)) {
      return "the public key is of small order: a signature under it fits many messages";
    }
    if (validUntilMs != null && validUntilMs <= validFromMs) {
      return "the key ends at " + validUntilMs + ", before it begins at " + validFromMs;
    }
    return null;
  }

  /** Whether it does not count yet at {@code appendMs}. */
  public boolean isBeforeItsTimeAt(long appendMs) {
    return appendMs < validFromMs;
  }

  /** Whether it counts no more at {@code appendMs}. */
  public boolean isPastItsTimeAt(long appendMs) {
    return validUntilMs != null && appendMs >= validUntilMs;
  }
}
