package io.floodwall.tlog;

import io.floodwall.core.Bytes;
import io.floodwall.core.signing.Signatures;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The core's signatures by way of {@link PublicKey}; not for many threads.
 *
 * <p>Telling that a key is one costs nearly as much as a verification, so the keys used last are
 * kept as points.
 */
public final class Ed25519Signatures implements Signatures {
  private final Map<Bytes, PublicKey> points;

  /** Verification that keeps the last {@code keysMax} keys. */
  public Ed25519Signatures(int keysMax) {
    this.points =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<Bytes, PublicKey> eldest) {
            return size() > keysMax;
          }
        };
  }

  @Override
  public boolean verifies(Bytes publicKey, byte[] message, Bytes signature) {
    try {
      return point(publicKey).verifies(message, signature.toArray());
    } catch (FormatException e) {
      return false; // what is no key has signed nothing
    }
  }

  @Override
  public @Nullable String problem(Bytes publicKey) {
    try {
      point(publicKey);
      return null;
    } catch (FormatException e) {
      return e.getMessage();
    }
  }

  private PublicKey point(Bytes publicKey) throws FormatException {
    PublicKey known = points.get(publicKey);
    if (known == null) {
      known = PublicKey.of(publicKey.toArray());
      points.put(publicKey, known);
    }
    return known;
  }
}
