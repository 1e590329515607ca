package io.floodwall.client;

import io.floodwall.client.Lane.Work;
import io.floodwall.core.outcome.Outcome;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;

/** A report that is due, and what of. */
record LaneReport(Lane lane, long offset, Work work, HandOut.Report report) {
  Outcome outcome() {
    return report.outcome();
  }

  CompletableFuture<Outcome> written() {
    return report.written();
  }

  /** Nothing of what is due is written any more, for {@code name} is fenced. */
  static FencedException refuse(Collection<LaneReport> due, String name, RuntimeException why) {
    var fenced = new FencedException("another deployer took over from " + name, why);
    due.forEach(report -> report.written().completeExceptionally(fenced));
    return fenced;
  }
}
