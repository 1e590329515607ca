package io.floodwall.client;

/** What a deployer wants to see before a decision is handed out. */
public enum Proof {
  /**
   * A receipt: the decision's own ledger entry, byte for byte, under a checkpoint that a trusted
   * key signed and that continues the last one seen. It costs the time until the next checkpoint.
   */
  RECEIPT,

  /**
   * The head says that the ledger has passed the decision. That is faster, and proves nothing: it
   * takes the word of whoever can write {@code heads} and {@code admitted}, finds no fork and no
   * rollback, and leaves no evidence.
   */
  HEAD
}
