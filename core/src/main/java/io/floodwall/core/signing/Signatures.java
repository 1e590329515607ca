package io.floodwall.core.signing;

import io.floodwall.core.Bytes;
import org.jspecify.annotations.Nullable;

/** The arithmetic behind signatures, which the core leaves to others. */
public interface Signatures {
  /** No signature verifies, and no key is one: for who has none to verify. */
  Signatures NONE =
      new Signatures() {
        @Override
        public boolean verifies(Bytes publicKey, byte[] message, Bytes signature) {
          return false;
        }

        @Override
        public @Nullable String problem(Bytes publicKey) {
          return "keys are not known here";
        }
      };

  /** Whether {@code signature} is this key's over {@code message}. */
  boolean verifies(Bytes publicKey, byte[] message, Bytes signature);

  /** Why these bytes are no public key of full order, or null. */
  @Nullable String problem(Bytes publicKey);
}
