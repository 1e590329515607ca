package io.floodwall.admission;

import io.floodwall.core.Reason;
import io.floodwall.core.intent.Intent;
import java.util.ArrayList;
import java.util.List;

/** Answers as lines, for comparing what two walls say. */
final class Lines {
  private Lines() {}

  static String refused(String intent, Reason reason, String detail) {
    return "refused " + intent + " " + reason + ": " + detail;
  }

  static String entered(String intent) {
    return "entered " + intent;
  }

  static String released(String intent, long tokensMicros) {
    return "released " + intent + " leaving " + tokensMicros;
  }

  /** What the topology said since it was last asked. */
  static List<String> of(Wall wall) {
    var lines = new ArrayList<String>();
    for (var refusal : wall.refusals()) {
      String intent = refusal.agent() + "#" + refusal.intentId();
      lines.add(refused(intent, refusal.reason(), refusal.detail()));
    }
    for (var entry : wall.entries()) {
      lines.add(entered(entry.agent() + "#" + entry.intentId()));
    }
    for (var candidate : wall.candidates()) {
      Intent intent = candidate.intent();
      long tokens = candidate.facts().bucket().tokensMicros();
      lines.add(released(intent.agent() + "#" + intent.id(), tokens));
    }
    return lines;
  }
}
