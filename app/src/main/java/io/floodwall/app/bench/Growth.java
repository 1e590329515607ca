package io.floodwall.app.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.floodwall.app.cli.Json;
import io.floodwall.schemas.Codecs;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * What an intent costs as the wall grows: more agents, a deeper waiting room, a longer ledger in
 * the core, and more partitions through Kafka; with the slope that fits.
 */
final class Growth {
  private final Ground ground;
  private final BenchSettings settings;
  private final CoreGrowth core = new CoreGrowth();
  private int floods;

  Growth(Ground ground, BenchSettings settings) {
    this.ground = ground;
    this.settings = settings;
  }

  ObjectNode run() {
    boolean quick = settings.isQuick();
    var json = Json.object().put("benchmark", "growth");
    json.set("agents", series("agents", List.of(10, 1_000, 100_000, 1_000_000), core::agents));
    json.set(
        "waiting",
        series("waiting", List.of(100, 1_000, 10_000, 100_000, 1_000_000), core::waiting));
    json.set(
        "ledger",
        series(
            "ledger",
            quick ? List.of(100_000, 1_000_000) : List.of(100_000, 1_000_000, 10_000_000),
            core::ledger));
    json.set(
        "partitions",
        series("partitions", quick ? List.of(1, 8) : List.of(1, 4, 12, 24), this::partitions));
    json.put("folded", Long.toHexString(core.folded()));
    json.set("settings", settings.json());
    return json;
  }

  private ObjectNode series(String name, List<Integer> sizes, IntFunction<CoreGrowth.Row> one) {
    var points = new ArrayList<Slope.Point>();
    var json = Json.object();
    ArrayNode rows = json.putArray("rows");
    var unused = one.apply(sizes.get(0)); // while the JVM still compiles
    for (int size : sizes) {
      CoreGrowth.Row row = one.apply(size);
      ground.talk().accept(name + " " + size + ": " + Math.round(row.nanos()) + " ns each");
      points.add(new Slope.Point(row.size(), Math.max(1, row.nanos())));
      rows.addObject()
          .put("size", row.size())
          .put("ns_each", Spread.rounded(row.nanos(), 1))
          .put("mib_per_million", Spread.rounded(row.bytesEach() * 1e6 / (1 << 20), 1));
    }
    return json.put("slope", Spread.rounded(Slope.of(points), 3));
  }

  /** The whole wall; its disk counts in the place of heap. */
  private CoreGrowth.Row partitions(int partitions) {
    BenchSettings own = settings.withPartitions(partitions);
    String name = "growth-" + partitions + "-" + floods;
    try (Lane lane = Lane.ofWall(ground, name, own)) {
      Codecs codecs = lane.wall().codecs();
      int intents = Math.max(1, settings.intents() / 4);
      FloodRun.throughHops(
          lane.wall(), Flood.of(intents, settings.agents(), floods++, codecs.intent()));
      LogUse before = LogUse.of(lane.wall());
      Flood flood = Flood.of(settings.intents(), settings.agents(), floods++, codecs.intent());
      FloodRun.Result result = FloodRun.throughHops(lane.wall(), flood);
      double bytes = LogUse.of(lane.wall()).bytesSince(before);
      return new CoreGrowth.Row(partitions, result.cpuMicros() * 1e3, bytes / flood.size());
    }
  }
}
