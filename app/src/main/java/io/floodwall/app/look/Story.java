package io.floodwall.app.look;

import io.floodwall.app.cli.ExitCode;
import io.floodwall.core.admission.Candidate;
import io.floodwall.core.admission.Control;
import io.floodwall.core.admission.Refusal;
import io.floodwall.core.admission.Waiting;
import io.floodwall.core.gate.Decision;
import io.floodwall.core.intent.Intent;
import org.jspecify.annotations.Nullable;

/**
 * All that the topics say of one intent.
 *
 * @param arrival its record, or null when that has expired
 * @param candidate its release, or null
 * @param inForce whether the decision's ledger entry is committed
 * @param entry the number of the ledger entry that has the answer, or -1
 * @param resent the newest refusal of a record that used its id again, or null
 * @param attempts what deployers said of the decision
 * @param stopped the order that stops it now, a closed valve or a jail, or null
 */
record Story(
    String agent,
    String id,
    int partition,
    long offset,
    @Nullable Arrival arrival,
    @Nullable Waiting waiting,
    @Nullable Candidate candidate,
    @Nullable Refusal refusal,
    @Nullable Decision decision,
    boolean inForce,
    long entry,
    @Nullable Refusal resent,
    Attempts attempts,
    @Nullable Control stopped) {

  State state() {
    if (decision != null) {
      return State.of(decision.verdict());
    }
    if (refusal != null) {
      return State.REFUSED;
    }
    return waiting != null && candidate == null ? State.WAITING : State.PENDING;
  }

  /** What was asked for, or null where that is not known. */
  @Nullable Intent intent() {
    if (decision != null) {
      return decision.intent();
    }
    if (candidate != null) {
      return candidate.intent();
    }
    return arrival == null ? null : arrival.intent();
  }

  /** 0 admitted and in force, 3 rejected or refused, 4 anything that is not settled so. */
  int exitCode() {
    return switch (state()) {
      case REFUSED, REJECTED -> ExitCode.REFUSED;
      case ADMITTED -> inForce ? ExitCode.OK : ExitCode.PENDING;
      case PENDING, WAITING, DEFERRED -> ExitCode.PENDING;
    };
  }
}
