package io.floodwall.admission;

/** How the arithmetic of a signature was come by. */
enum SignatureWork {
  /** It was handed ahead, and asked for. */
  AHEAD,
  /** It was done when its turn came. */
  IN_TURN,
  /** It was handed ahead, and its intent was refused before it was needed. */
  UNUSED
}
