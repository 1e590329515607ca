package io.floodwall.ledger;

/**
 * The ledger, read back, is not what was appended: somebody else wrote to it, or took from it.
 *
 * <p>It stops the task before anything more is signed. Starting again stops it again, until
 * somebody has looked: {@code floodwall ledger verify} names every fault.
 */
final class BrokenLedgerException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  BrokenLedgerException(String origin, long seq, String problem) {
    super(
        "the ledger "
            + origin
            + " is broken at entry "
            + seq
            + " and no more of it is signed: "
            + problem
            + ". Run: floodwall ledger verify");
  }
}
