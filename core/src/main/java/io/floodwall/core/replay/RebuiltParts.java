package io.floodwall.core.replay;

import io.floodwall.core.Reason;
import io.floodwall.core.gate.Verdict;
import io.floodwall.core.ledger.EntryKind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What every partition adds to the whole. */
final class RebuiltParts {
  final List<Rebuilt.Decided> decided = new ArrayList<>();
  final List<Rebuilt.Level> levels = new ArrayList<>();
  final List<Rebuilt.Waiting> waiting = new ArrayList<>();
  final List<Rebuilt.Deployed> deployed = new ArrayList<>();
  final List<Rebuilt.Bundle> bundles = new ArrayList<>();
  final List<Rebuilt.Order> controls = new ArrayList<>();
  final List<Rebuilt.Stand> stands = new ArrayList<>();
  final Map<Verdict, Long> verdicts = new EnumMap<>(Verdict.class);
  final Map<Reason, Long> refusals = new EnumMap<>(Reason.class);
  final Map<EntryKind, Long> entries = new EnumMap<>(EntryKind.class);

  Rebuilt toRebuilt() {
    return new Rebuilt(
        decided,
        levels,
        waiting,
        deployed,
        bundles,
        controls,
        new Rebuilt.Counts(verdicts, refusals, entries),
        stands);
  }
}
