package io.floodwall.core.signing;

/** What is asked of an agent's signature. */
public enum SigningMode {
  /** Signatures are not looked at. */
  OFF,
  /** An intent may come without one; one that comes must hold. */
  CHECKED,
  /** No intent passes without one that holds. */
  REQUIRED
}
