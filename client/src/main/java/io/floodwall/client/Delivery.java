package io.floodwall.client;

import io.floodwall.core.Hash;
import io.floodwall.core.gate.Decision;
import io.floodwall.core.outcome.Outcome;
import io.floodwall.core.outcome.Outcome.Result;
import io.floodwall.tlog.Receipt;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One attempt at an admitted decision, to be reported once. Safe for many threads. */
public interface Delivery {

  Decision decision();

  /** The SHA-256 of the decision's payload, as its ledger entry holds it. */
  Hash digest();

  /** Counts from 1. */
  int attempt();

  /** How often Kafka has given it out, as a share group counts it; 1 in a plain group. */
  default int deliveries() {
    return 1;
  }

  /**
   * The proof that the decision is in the ledger, with its entry: to be kept as evidence and
   * checked offline. Empty in the mode {@link Proof#HEAD}.
   */
  default Optional<Receipt> receipt() {
    return Optional.empty();
  }

  /** Whether an earlier attempt may have had its effect. */
  boolean isRepeat();

  /** What tells this attempt from every other one: the digest and the attempt. */
  default String fencingToken() {
    return digest().hex() + "/" + attempt();
  }

  /**
   * Reports how it ended; the future completes when that is on the log, or with {@link
   * FencedException} when the partition has another owner by now.
   *
   * @param result any but STARTED; RELEASED says that nothing was done
   * @throws IllegalStateException when this attempt is reported already
   */
  CompletableFuture<Outcome> report(Result result, @Nullable Integer exitCode, String evidence);

  default CompletableFuture<Outcome> applied(String evidence) {
    return report(Result.APPLIED, null, evidence);
  }

  default CompletableFuture<Outcome> failed(String evidence) {
    return report(Result.FAILED, null, evidence);
  }

  default CompletableFuture<Outcome> unknown(String evidence) {
    return report(Result.UNKNOWN, null, evidence);
  }

  /** Gives it back untouched: it is handed out again as the next attempt. */
  default CompletableFuture<Outcome> release() {
    return report(Result.RELEASED, null, "");
  }
}
