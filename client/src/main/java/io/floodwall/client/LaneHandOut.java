package io.floodwall.client;

import io.floodwall.client.Lane.Work;
import java.util.Queue;

/** What is handed out now, and of which lane. */
record LaneHandOut(Lane lane, Work work, HandOut handOut) {
  /** The next attempt at the decision at this offset; its report goes to {@code reports}. */
  static LaneHandOut of(
      Lane lane, long offset, Work work, HandOut.By by, Queue<LaneReport> reports) {
    var handOut =
        new HandOut(
            work.decision,
            work.digest,
            work.attempt,
            by,
            report -> reports.add(new LaneReport(lane, offset, work, report)));
    return new LaneHandOut(lane, work, handOut);
  }
}
