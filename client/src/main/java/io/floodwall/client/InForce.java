package io.floodwall.client;

import java.util.Optional;

/** Tells which decisions may be acted on. */
interface InForce extends AutoCloseable {
  /** Reads what has come. */
  void update();

  /**
   * The word that {@code one} may be acted on, or nothing as long as it may not. If the ledger says
   * otherwise, {@link #requireSound} tells so.
   */
  Optional<Cleared> clear(Admitted one);

  /**
   * Returns when nothing is known against the ledger.
   *
   * @throws UntrustedLedgerException from then on, once something is known against the ledger as a
   *     whole; or once for each decision that it contradicts, after those that it does not
   */
  void requireSound();

  @Override
  void close();
}
