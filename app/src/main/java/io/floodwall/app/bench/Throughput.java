package io.floodwall.app.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.floodwall.app.cli.Json;
import io.floodwall.schemas.Codecs;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Intents a second through admission, gate and ledger, unsealed and sealed, beside three references
 * in the same run: the same Kafka work without a decision in it, a bare pass-through of three hops,
 * the producer alone.
 *
 * <p>All lanes stand in one process with the broker, the agents and the auditor, and take turns:
 * whatever else the machine does befalls all of them.
 */
final class Throughput {
  private final Ground ground;
  private final BenchSettings settings;
  private final Codecs codecs = Codecs.pinned();
  private final Map<Track, Lane> lanes = new EnumMap<>(Track.class);
  private final Map<Track, List<FloodRun.Result>> results = new EnumMap<>(Track.class);
  private final Map<Track, LogUse> usedBefore = new EnumMap<>(Track.class);
  private int floods;
  private int meanBytes;
  private long sealedEntries; // that the sealed wall's ledger has
  private double sealLagSeconds; // the most, behind the end of a round

  /** What runs in turns. */
  enum Track {
    WALL,
    SEALED_WALL,
    SAME_WORK,
    PASS_THROUGH,
    PRODUCER;

    String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  Throughput(Ground ground, BenchSettings settings) {
    this.ground = ground;
    this.settings = settings;
  }

  /** Measures, and answers everything there is to say about it. */
  ObjectNode run() {
    try {
      var turns = new Turns(settings, open(), this::round);
      turns.warmUp();
      lanes.forEach((track, lane) -> usedBefore.put(track, LogUse.of(lane.wall())));
      turns.measure();
      return json(turns);
    } finally {
      lanes.values().parallelStream().forEach(Lane::close);
    }
  }

  /**
   * The wall first: what it asks of Kafka is read off it, and asked of the same work.
   *
   * @return a guess of the seconds that an intent takes, of all lanes together
   */
  private double open() {
    ground.talk().accept("starting the wall");
    int sample = Math.min(Turns.SHORT_INTENTS, settings.intents());
    Lane wall = Lane.ofWall(ground, "wall", settings);
    lanes.put(Track.WALL, wall);
    double seconds = 1 / FloodRun.throughHops(wall.wall(), flood(sample)).perSecond();
    WorkShape shape = WorkShape.of(wall.wall());
    ground.talk().accept("starting what it is compared with");
    Lane sameWork = Lane.of(ground, "same-work", SameWorkApp.hops(shape), settings);
    lanes.put(Track.SAME_WORK, sameWork);
    // as many as the wall had, so that its rows are as long
    seconds += 1 / FloodRun.throughHops(sameWork.wall(), flood(sample)).perSecond();
    if (!settings.isQuick()) { // there is no time for it
      lanes.put(Track.SEALED_WALL, Lane.ofSealedWall(ground, "sealed-wall", settings));
      sealedEntries = settings.partitions(); // the bundle, in each chain
    }
    lanes.put(Track.PASS_THROUGH, Lane.of(ground, "pass-through", PassThroughApp.hops(), settings));
    lanes.put(Track.PRODUCER, Lane.of(ground, "producer", List.of(), settings));
    return seconds * 3;
  }

  private double round(String name, int intents, boolean counts) {
    var line = new StringBuilder(name).append(':');
    double seconds = 0;
    for (Map.Entry<Track, Lane> entry : lanes.entrySet()) {
      Track track = entry.getKey();
      Flood flood = flood(intents);
      meanBytes = flood.meanBytes();
      FloodRun.Result result =
          track == Track.PRODUCER
              ? FloodRun.producerAlone(entry.getValue().wall(), flood)
              : FloodRun.throughHops(entry.getValue().wall(), flood);
      if (track == Track.SEALED_WALL) {
        sealedEntries += intents;
        double lag = Seals.await(entry.getValue().wall(), sealedEntries);
        sealLagSeconds = counts ? Math.max(sealLagSeconds, lag) : 0;
      }
      seconds += 1 / result.perSecond();
      line.append(
          String.format(
              Locale.ROOT,
              "  %s %,.0f/s, %.1f us CPU each",
              track.key(),
              result.perSecond(),
              result.cpuMicros()));
      if (counts) {
        results.computeIfAbsent(track, t -> new ArrayList<>()).add(result);
      }
    }
    ground.talk().accept(line.toString());
    return seconds;
  }

  private Flood flood(int intents) {
    return Flood.of(intents, settings.agents(), floods++, codecs.intent());
  }

  private ObjectNode json(Turns turns) {
    double wall = perSecond(Track.WALL).median();
    double same = perSecond(Track.SAME_WORK).median();
    double pass = perSecond(Track.PASS_THROUGH).median();
    var json =
        Json.object()
            .put("benchmark", "throughput")
            .put("intents_per_second", Math.round(wall))
            .put("same_work_per_second", Math.round(same))
            .put("ratio_to_same_work", Spread.rounded(wall / same, 3))
            .put("pass_through_per_second", Math.round(pass))
            .put("ratio_to_pass_through", Spread.rounded(wall / pass, 3))
            .put("producer_per_second", Math.round(perSecond(Track.PRODUCER).median()))
            .put("cpu_seconds_per_million_intents", Spread.rounded(cpu(Track.WALL).median(), 1))
            .put("rounds", turns.rounds())
            .put("intents_per_round", turns.perRound())
            .put("intent_bytes", meanBytes);
    if (lanes.containsKey(Track.SEALED_WALL)) {
      double sealed = perSecond(Track.SEALED_WALL).median();
      json.put("sealed_wall_per_second", Math.round(sealed))
          .put("ratio_sealed_to_wall", Spread.rounded(sealed / wall, 3))
          .put("seal_lag_seconds_max", Spread.rounded(sealLagSeconds, 2));
    }
    lanes.keySet().forEach(track -> json.set(track.key(), json(track, turns)));
    json.set("settings", settings.json());
    return json;
  }

  private ObjectNode json(Track track, Turns turns) {
    ObjectNode json = FloodRun.json(results.getOrDefault(track, List.of()));
    LogUse now = LogUse.of(lanes.get(track).wall());
    long intents = (long) turns.rounds() * turns.perRound();
    json.set("log_per_intent", now.json(usedBefore.get(track), intents));
    return json;
  }

  private Spread perSecond(Track track) {
    return FloodRun.perSecond(results.getOrDefault(track, List.of()));
  }

  private Spread cpu(Track track) {
    return FloodRun.cpuMicros(results.getOrDefault(track, List.of()));
  }
}
