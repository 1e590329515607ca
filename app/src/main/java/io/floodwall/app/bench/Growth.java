package io.floodwall.app.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.floodwall.app.cli.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/**
 * What an intent costs as the wall grows: more agents, a deeper waiting room, a longer ledger in
 * the core, and more partitions through Kafka; with the power law that fits.
 *
 * <p>The sizes of a series are all there at once and take turns. The core's series come before
 * there is a broker, which takes heap for itself as it likes.
 */
final class Growth {
  private static final int STEPS = 200_000;
  private static final int QUICK_STEPS = 50_000;

  private final BenchSettings settings;
  private final Consumer<String> talk;
  private final boolean quick;
  private final int steps;
  private int floods;
  private long folded;

  Growth(BenchSettings settings, Consumer<String> talk) {
    this.settings = settings;
    this.talk = talk;
    this.quick = settings.isQuick();
    this.steps = quick ? QUICK_STEPS : STEPS;
  }

  ObjectNode run() {
    var json = Json.object().put("benchmark", "growth");
    json.set(
        "agents",
        series(
            "agents",
            true,
            quick
                ? List.of(10, 1_000, 100_000)
                : List.of(10, 100, 1_000, 10_000, 100_000, 1_000_000),
            agents -> new GrownAgents(agents, steps)));
    json.set(
        "waiting",
        series(
            "waiting",
            true,
            List.of(100, 1_000, 10_000, 100_000, 1_000_000),
            depth -> new GrownRoom(depth, steps)));
    json.set(
        "ledger",
        series(
            "ledger",
            true,
            quick ? List.of(100_000, 1_000_000) : List.of(100_000, 1_000_000, 10_000_000),
            entries -> new GrownLedger(entries, steps)));
    json.set("partitions", Ground.of(talk, this::partitions));
    json.put("folded", Long.toHexString(folded));
    json.set("settings", settings.json());
    return json;
  }

  private ObjectNode partitions(Ground ground) {
    return series(
        "partitions",
        !quick, // there is no time for it
        quick ? List.of(1, 8) : List.of(1, 2, 4, 8, 12, 24),
        count -> new GrownWall(ground, settings.withPartitions(count), () -> floods++));
  }

  private ObjectNode series(
      String name, boolean warm, List<Integer> sizes, IntFunction<Grown> growing) {
    var all = new ArrayList<Grown>();
    for (int size : sizes) {
      all.add(growing.apply(size));
    }
    if (warm) {
      all.forEach(this::warmUp);
    }
    return json(name, all, rounds(all));
  }

  private void warmUp(Grown grown) {
    double whileCompiling = grown.stepNanos();
    talk.accept(grown.size() + ": " + Math.round(whileCompiling) + " ns, a first time");
  }

  /** What a step took, by size and then by round. */
  private List<List<Double>> rounds(List<Grown> all) {
    List<List<Double>> nanos = new ArrayList<>();
    all.forEach(grown -> nanos.add(new ArrayList<>()));
    for (int round = 0; round < settings.rounds(); round++) {
      if (round > 0 && settings.isOver()) {
        break;
      }
      for (int i = 0; i < all.size(); i++) {
        nanos.get(i).add(all.get(i).stepNanos());
      }
    }
    return nanos;
  }

  private ObjectNode json(String name, List<Grown> all, List<List<Double>> nanos) {
    var points = new ArrayList<PowerLaw.Point>();
    var json = Json.object();
    ArrayNode rows = json.putArray("rows");
    for (int i = 0; i < all.size(); i++) {
      Grown grown = all.get(i);
      Spread each = Spread.of(nanos.get(i));
      talk.accept(name + " " + grown.size() + ": " + Math.round(each.median()) + " ns");
      points.add(new PowerLaw.Point(grown.size(), Math.max(1, each.median())));
      ObjectNode row =
          rows.addObject()
              .put("size", grown.size())
              .put("ns_each", Spread.rounded(each.median(), 1))
              .put("ns_min", Spread.rounded(each.min(), 1))
              .put("ns_max", Spread.rounded(each.max(), 1))
              .put("mib_per_million", Spread.rounded(mib(grown.bytesEach()), 1));
      if (grown instanceof GrownWall wall) {
        row.set("log_per_intent", wall.logPerIntent());
      }
      folded ^= grown.folded();
    }
    return json.put("rounds", nanos.get(0).size())
        .put("slope", Spread.rounded(PowerLaw.through(points).slope(), 3));
  }

  /** Of a million things. */
  private static double mib(double bytesEach) {
    return bytesEach * 1e6 / (1 << 20);
  }
}
