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
  private static final int LEAST_INTENTS = 1_000;

  // of a wall, when cold: as parts of the time that the broker took to start
  private static final double BESIDE = 2;
  private static final double PER_INTENT = 1.5e-4;

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
            0.15,
            quick
                ? List.of(10, 1_000, 100_000)
                : List.of(10, 100, 1_000, 10_000, 100_000, 1_000_000),
            agents -> new GrownAgents(agents, steps)));
    json.set(
        "waiting",
        series(
            "waiting",
            true,
            0.3,
            List.of(100, 1_000, 10_000, 100_000, 1_000_000),
            depth -> new GrownRoom(depth, steps)));
    json.set(
        "ledger",
        series(
            "ledger",
            true,
            0.4,
            quick ? List.of(100_000, 1_000_000) : List.of(100_000, 1_000_000, 10_000_000),
            entries -> new GrownLedger(entries, steps)));
    long beforeMs = BenchSettings.spentMs();
    json.set(
        "partitions",
        Ground.of(talk, ground -> partitions(ground, BenchSettings.spentMs() - beforeMs)));
    json.put("folded", Long.toHexString(folded));
    json.set("settings", settings.json());
    return json;
  }

  /** A slow machine is known by how long its broker took to start. */
  private ObjectNode partitions(Ground ground, long startMs) {
    List<Integer> counts = quick ? List.of(1, 8) : List.of(1, 2, 4, 8, 12, 24);
    double walls = (double) counts.size() * startMs;
    int intents =
        share(1).fits(settings.intents(), LEAST_INTENTS, BESIDE * walls, PER_INTENT * walls);
    BenchSettings fitting = settings.withIntents(intents);
    ObjectNode json =
        series(
            "partitions",
            !quick, // there is no time for it
            1,
            counts,
            count -> new GrownWall(ground, fitting.withPartitions(count), () -> floods++));
    return json.put("intents_per_round", intents);
  }

  /** {@code until} is the part of a short run that is over when the series should be. */
  private ObjectNode series(
      String name, boolean warm, double until, List<Integer> sizes, IntFunction<Grown> growing) {
    Share share = share(until);
    var all = new ArrayList<Grown>();
    for (int size : sizes) {
      all.add(growing.apply(size));
    }
    if (warm && !share.isOver()) {
      all.forEach(this::warmUp);
    }
    return json(name, all, rounds(all, share));
  }

  private Share share(double until) {
    return Share.until(until, settings, BenchSettings::spentMs);
  }

  private void warmUp(Grown grown) {
    double whileCompiling = grown.stepNanos();
    talk.accept(grown.size() + ": " + Math.round(whileCompiling) + " ns, a first time");
  }

  /** What a step took, by size and then by round. */
  private List<List<Double>> rounds(List<Grown> all, Share share) {
    List<List<Double>> nanos = new ArrayList<>();
    all.forEach(grown -> nanos.add(new ArrayList<>()));
    int rounds =
        share.rounds(
            settings.rounds(),
            () -> {
              for (int i = 0; i < all.size(); i++) {
                nanos.get(i).add(all.get(i).stepNanos());
              }
            });
    talk.accept(rounds + " rounds");
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
