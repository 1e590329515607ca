package io.floodwall.app.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.floodwall.app.cli.Json;
import io.floodwall.schemas.Codecs;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * How long an intent takes from its agent's send until its decision can be read, its entry can be
 * read, it is in force, and a receipt can be had, at steady rates; beside the same Kafka work in
 * the same run.
 */
final class Latency {
  /** What the applications do when nothing is said, and the rate that the goal is for. */
  static final long DEFAULT_COMMIT_MS = 20;

  static final int GOAL_PER_SECOND = 1_000;
  static final int RECEIPT_GOAL_PER_SECOND = 5_000;

  private static final int WARM_UP = 300_000;
  private static final int QUICK_WARM_UP = 20_000;

  private final Ground ground;
  private final BenchSettings settings;
  private final List<Long> commitsMs;
  private final Codecs codecs = Codecs.pinned();
  private final Map<Cell, Map<Mark, List<Percentiles>>> results = new LinkedHashMap<>();
  private int floods;

  /** One combination that is measured. */
  record Cell(long commitMs, int perSecond, Track track) {}

  /** What runs in turns, and where its intents are timed: a stand-in's head covers nothing. */
  enum Track {
    WALL,
    SEALED_WALL,
    SAME_WORK;

    List<Mark> marks() {
      return switch (this) {
        case WALL -> List.of(Mark.ADMITTED, Mark.LEDGERED, Mark.IN_FORCE);
        case SEALED_WALL -> List.of(Mark.values());
        case SAME_WORK -> List.of(Mark.ADMITTED, Mark.LEDGERED);
      };
    }

    String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  Latency(Ground ground, BenchSettings settings, List<Long> commitsMs) {
    this.ground = ground;
    this.settings = settings;
    this.commitsMs = commitsMs;
  }

  ObjectNode run() {
    commitsMs.forEach(this::at);
    return json();
  }

  private void at(long commitMs) {
    BenchSettings own = settings.withCommitMs(commitMs);
    int warmUp = Math.min(settings.isQuick() ? QUICK_WARM_UP : WARM_UP, settings.warmUp());
    ground.talk().accept("starting the wall with a commit interval of " + commitMs + " ms");
    try (Steady wall = new Steady(Lane.ofWall(ground, "wall-" + commitMs, own), own)) {
      wall.warmUp(flood(Math.max(1, warmUp)));
      WorkShape shape = WorkShape.of(wall.lane().wall());
      ground.talk().accept("starting the same work");
      List<io.floodwall.runtime.StreamApp> standIns = SameWorkApp.hops(shape);
      var steady = new EnumMap<Track, Steady>(Track.class);
      steady.put(Track.WALL, wall);
      try (Steady same = new Steady(Lane.of(ground, "same-" + commitMs, standIns, own), own)) {
        same.warmUp(flood(Math.max(1, warmUp)));
        steady.put(Track.SAME_WORK, same);
        if (settings.isQuick()) { // there is no time for the sealed one
          rounds(commitMs, 1, steady);
        } else {
          Lane sealing = Lane.ofSealedWall(ground, "sealed-" + commitMs, own);
          try (Steady sealed = new Steady(sealing, own)) {
            sealed.warmUp(flood(Math.max(1, warmUp)));
            steady.put(Track.SEALED_WALL, sealed);
            rounds(commitMs, settings.rounds(), steady);
          }
        }
      }
    }
  }

  private void rounds(long commitMs, int rounds, Map<Track, Steady> steady) {
    for (int round = 1; round <= rounds; round++) {
      for (int perSecond : rates()) {
        steady.forEach((track, lane) -> measure(new Cell(commitMs, perSecond, track), lane));
      }
    }
  }

  private List<Integer> rates() {
    return settings.isQuick()
        ? List.of(GOAL_PER_SECOND, RECEIPT_GOAL_PER_SECOND)
        : List.of(100, GOAL_PER_SECOND, RECEIPT_GOAL_PER_SECOND, 20_000);
  }

  private void measure(Cell cell, Steady lane) {
    int intents = Math.max(1, (int) (cell.perSecond() * (settings.isQuick() ? 3L : 10L)));
    Flood flood = flood(Math.min(intents, settings.intents()));
    Map<Mark, Percentiles> passed = lane.measure(flood, cell.perSecond(), cell.track().marks());
    Percentiles admitted = passed.getOrDefault(Mark.ADMITTED, Percentiles.NONE);
    ground
        .talk()
        .accept(
            String.format(
                Locale.ROOT,
                "%s, commit %d ms, %,d/s: admitted p50 %.0f ms, p99 %.0f ms",
                cell.track().key(),
                cell.commitMs(),
                cell.perSecond(),
                admitted.p50(),
                admitted.p99()));
    passed.forEach(
        (mark, times) ->
            results
                .computeIfAbsent(cell, c -> new EnumMap<>(Mark.class))
                .computeIfAbsent(mark, m -> new ArrayList<>())
                .add(times));
  }

  private Flood flood(int intents) {
    return Flood.admitted(intents, settings.agents(), floods++, codecs.intent());
  }

  private ObjectNode json() {
    long commitMs = commitsMs.contains(DEFAULT_COMMIT_MS) ? DEFAULT_COMMIT_MS : commitsMs.get(0);
    double wall = p99(new Cell(commitMs, GOAL_PER_SECOND, Track.WALL));
    double same = p99(new Cell(commitMs, GOAL_PER_SECOND, Track.SAME_WORK));
    ObjectNode json =
        Json.object()
            .put("benchmark", "latency")
            .put("commit_interval_ms", commitMs)
            .put("admitted_p99_ms", Spread.rounded(wall, 1))
            .put("same_work_p99_ms", Spread.rounded(same, 1))
            .put("ratio_p99_to_same_work", Spread.rounded(wall / same, 3))
            .put("rounds", settings.isQuick() ? 1 : settings.rounds());
    if (!settings.isQuick()) {
      var cell = new Cell(commitMs, RECEIPT_GOAL_PER_SECOND, Track.SEALED_WALL);
      json.put("receipt_p99_ms_at_5000", Spread.rounded(p99(cell, Mark.RECEIPT), 1));
    }
    ArrayNode rows = json.putArray("rows");
    results.forEach(
        (cell, marks) -> {
          ObjectNode row =
              rows.addObject()
                  .put("lane", cell.track().key())
                  .put("commit_interval_ms", cell.commitMs())
                  .put("per_second", cell.perSecond());
          marks.forEach((mark, times) -> row.set(mark.key(), json(times)));
        });
    json.set("settings", settings.json());
    return json;
  }

  private double p99(Cell cell) {
    return p99(cell, Mark.ADMITTED);
  }

  private double p99(Cell cell, Mark mark) {
    return median(
        results.getOrDefault(cell, Map.of()).getOrDefault(mark, List.of()), Percentiles::p99);
  }

  private static ObjectNode json(List<Percentiles> rounds) {
    return Json.object()
        .put("p50", Spread.rounded(median(rounds, Percentiles::p50), 1))
        .put("p90", Spread.rounded(median(rounds, Percentiles::p90), 1))
        .put("p99", Spread.rounded(median(rounds, Percentiles::p99), 1))
        .put("max", Spread.rounded(median(rounds, Percentiles::max), 1));
  }

  private static double median(List<Percentiles> rounds, ToDoubleFunction<Percentiles> figure) {
    return Spread.of(rounds.stream().map(figure::applyAsDouble).toList()).median();
  }
}
