package io.floodwall.client;

import io.floodwall.client.Lane.Work;
import java.util.Queue;

/** What is handed out now, and of which lane. */
record LaneHandOut(Lane lane, Work work, HandOut handOut) {
  /** The next attempt at the decision at this offset; its report goes to {@code reports}. */
  static LaneHandOut of(
      Lane lane, long offset, Work work, Cleared word, HandOut.By by, Queue<LaneReport> reports) {
    var handOut =
        new HandOut(
            work.admitted.decision(),
            work.digest(),
            new HandOut.Grounds(work.attempt, 1, word.receipt()),
            by,
            report -> reports.add(new LaneReport(lane, offset, work, report)));
    return new LaneHandOut(lane, work, handOut);
  }
}
