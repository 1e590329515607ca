package io.floodwall.admission;

import io.floodwall.core.Bytes;
import io.floodwall.core.signing.Signatures;
import org.jspecify.annotations.Nullable;

/**
 * The signatures of one partition: answered by {@link Ahead} where the record at hand went ahead,
 * and by the same arithmetic in turn everywhere else.
 */
final class AheadSignatures implements Signatures {
  private final Signatures inTurn;
  private final Ahead ahead;
  private final AdmissionMeters meters;
  private int partition;
  private long offset;

  AheadSignatures(Signatures inTurn, Ahead ahead, AdmissionMeters meters) {
    this.inTurn = inTurn;
    this.ahead = ahead;
    this.meters = meters;
  }

  /** The record at hand from now on. */
  void turnTo(int partition, long offset) {
    this.partition = partition;
    this.offset = offset;
  }

  /** The record at hand has been decided. */
  void over() {
    if (ahead.hasTasks() && ahead.over(partition, offset)) {
      meters.signature(SignatureWork.UNUSED);
    }
  }

  /** Another reads the partition from now on. */
  void forget(int partition) {
    ahead.forget(partition);
  }

  @Override
  public boolean verifies(Bytes publicKey, byte[] message, Bytes signature) {
    Boolean known =
        ahead.hasTasks() ? ahead.answer(partition, offset, publicKey, message, signature) : null;
    meters.signature(known == null ? SignatureWork.IN_TURN : SignatureWork.AHEAD);
    if (known != null) {
      return known;
    }
    boolean holds = inTurn.verifies(publicKey, message, signature);
    if (holds) {
      ahead.learn(publicKey);
    }
    return holds;
  }

  @Override
  public @Nullable String problem(Bytes publicKey) {
    return inTurn.problem(publicKey);
  }
}
