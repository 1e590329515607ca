package io.floodwall.app.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.floodwall.app.broker.BrokerFolder;
import io.floodwall.app.broker.EmbeddedCluster;
import io.floodwall.app.cli.Json;
import io.floodwall.schemas.Codecs;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What a second instance of each application costs, and what three brokers with three copies of
 * everything do: the wall in four shapes, on the same processors, in turns, and only the one whose
 * turn it is runs.
 */
final class Scale {
  private static final int LEAST_INTENTS = 1_000;

  // of all four shapes together, when cold: as parts of the time until all brokers are there
  private static final double BESIDE = 2.2;
  private static final double PER_INTENT = 3.2e-4;

  private final BenchSettings settings;
  private final Consumer<String> talk;
  private final Codecs codecs = Codecs.pinned();
  private final Map<Shape, WakingWall> walls = new EnumMap<>(Shape.class);
  private final Map<Shape, List<FloodRun.Result>> results = new EnumMap<>(Shape.class);
  private int floods;

  /** What runs in turns. */
  enum Shape {
    ONE_ON_ONE(1, 1),
    TWO_ON_ONE(2, 1),
    ONE_ON_THREE(1, 3),
    TWO_ON_THREE(2, 3);

    private final int instances;
    private final int brokers;

    Shape(int instances, int brokers) {
      this.instances = instances;
      this.brokers = brokers;
    }

    /** The name of its lane. */
    String key() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  Scale(BenchSettings settings, Consumer<String> talk) {
    // the shapes run the same code, so each warms it up for all
    this.settings = settings.withWarmUp(settings.warmUp() / Shape.values().length);
    this.talk = talk;
  }

  ObjectNode run() {
    talk.accept("starting one Kafka broker, and three");
    try (EmbeddedCluster one = cluster(1);
        EmbeddedCluster three = cluster(3)) {
      return on(one, three);
    }
  }

  private static EmbeddedCluster cluster(int brokers) {
    return EmbeddedCluster.start(BrokerFolder.throwAway(), brokers);
  }

  private ObjectNode on(EmbeddedCluster one, EmbeddedCluster three) {
    for (Shape shape : Shape.values()) {
      EmbeddedCluster cluster = shape.brokers == 1 ? one : three;
      var ground = new Ground(cluster.bootstrapServers(), cluster.folder().state(), talk);
      walls.put(
          shape, new WakingWall(ground, shape.key(), settings, shape.instances, () -> floods++));
    }
    double slow = BenchSettings.spentMs() / 1e3;
    var turns =
        new Turns(
            settings,
            BenchSettings::spentMs,
            LEAST_INTENTS,
            BESIDE * slow,
            PER_INTENT * slow,
            this::round);
    if (!settings.isQuick()) { // there is no time for it
      turns.warmUp();
    }
    turns.measure();
    return json(turns);
  }

  private double round(String name, int intents, boolean counts) {
    var line = new StringBuilder(name).append(':');
    long start = System.nanoTime();
    for (Map.Entry<Shape, WakingWall> entry : walls.entrySet()) {
      FloodRun.Result result = entry.getValue().run(intents);
      line.append(
          String.format(
              Locale.ROOT,
              "  %s %,.0f/s, %.1f us CPU each",
              entry.getKey().key(),
              result.perSecond(),
              result.cpuMicros()));
      if (counts) {
        results.computeIfAbsent(entry.getKey(), s -> new ArrayList<>()).add(result);
      }
    }
    talk.accept(line.toString());
    return (System.nanoTime() - start) / 1e9 / intents;
  }

  private ObjectNode json(Turns turns) {
    var json =
        Json.object()
            .put("benchmark", "scale")
            .put("rounds", turns.rounds())
            .put("intents_per_round", turns.perRound())
            .put(
                "intent_bytes", Flood.of(1_000, settings.agents(), 0, codecs.intent()).meanBytes());
    ArrayNode rows = json.putArray("rows");
    walls.forEach((shape, wall) -> rows.add(row(shape, wall)));
    json.set("settings", settings.json());
    return json;
  }

  private ObjectNode row(Shape shape, WakingWall wall) {
    List<FloodRun.Result> own = results.getOrDefault(shape, List.of());
    List<FloodRun.Result> first = results.getOrDefault(Shape.ONE_ON_ONE, List.of());
    var row =
        Json.object()
            .put("instances", shape.instances)
            .put("brokers", shape.brokers)
            .put("copies", shape.brokers)
            .put("min_in_sync", shape.brokers == 1 ? 1 : 2);
    row.setAll(FloodRun.json(own));
    double rate = FloodRun.perSecond(own).median() / FloodRun.perSecond(first).median();
    double cpu = FloodRun.cpuMicros(own).median() / FloodRun.cpuMicros(first).median();
    row.put("ratio_of_rate", Spread.rounded(rate, 3)).put("ratio_of_cpu", Spread.rounded(cpu, 3));
    row.set("log_per_intent", wall.logPerIntent());
    return row;
  }
}
