package io.floodwall.client;

import java.util.Optional;

/** Tells which decisions may be acted on. */
interface InForce extends AutoCloseable {
  /** Reads what has come. */
  void update();

  /**
   * The word that {@code one} may be acted on, or nothing as long as it may not.
   *
   * @throws UntrustedLedgerException if the ledger says otherwise
   */
  Optional<Cleared> clear(Admitted one);

  /**
   * Returns when nothing is known against the ledger as a whole.
   *
   * @throws UntrustedLedgerException from then on, once something is
   */
  void requireSound();

  @Override
  void close();
}
