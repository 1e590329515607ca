package io.floodwall.benchmarks;

import io.floodwall.app.broker.BrokerFolder;
import io.floodwall.app.broker.BrokerSettings;
import io.floodwall.app.broker.EmbeddedBroker;
import io.floodwall.app.wall.Wall;
import io.floodwall.schemas.Codecs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * How many intents a second the whole pipeline takes on this machine, beside a pass-through of the
 * same hops in the same run.
 *
 * <p>Everything is in this one process: broker, agents, three applications, auditor. The two are
 * run in turns, so that whatever else the machine does befalls both.
 */
@Command(
    name = "pipeline",
    mixinStandardHelpOptions = true,
    description =
        "Floods the wall and a bare pass-through of the same three hops, in turns, and compares.")
public final class PipelineBenchmark implements Callable<Integer> {
  private static final long CONNECT_MS = 30_000;

  @Option(
      names = "--intents",
      defaultValue = "300000",
      description = "per round (${DEFAULT-VALUE})")
  private int intents;

  @Option(
      names = "--agents",
      defaultValue = "1000",
      description = "in the fleet (${DEFAULT-VALUE})")
  private int agents;

  @Option(
      names = "--partitions",
      defaultValue = "4",
      description = "of the wall (${DEFAULT-VALUE})")
  private int partitions;

  @Option(
      names = "--rounds",
      defaultValue = "5",
      description = "of each that count (${DEFAULT-VALUE})")
  private int rounds;

  @Option(
      names = "--warm-up",
      defaultValue = "2",
      description = "rounds of each before, while the JVM still compiles (${DEFAULT-VALUE})")
  private int warmUp;

  @Option(
      names = "--commit-ms",
      split = ",",
      defaultValue = "20,100",
      description = "commit intervals (${DEFAULT-VALUE})")
  private List<Long> commitMs = List.of();

  @Option(names = "--seed", defaultValue = "1", description = "of the flood (${DEFAULT-VALUE})")
  private long seed;

  @Option(names = "--only", description = "wall or pass-through, for a profiler")
  private String only = "";

  @Option(names = "--set", description = "KEY=VALUE for the wall's applications; may be repeated")
  private final Map<String, String> set = new HashMap<>();

  private int wallsMade;

  public static void main(String[] args) {
    System.exit(new CommandLine(new PipelineBenchmark()).execute(args));
  }

  @Override
  public Integer call() {
    Flood flood = Flood.of(intents, agents, seed, Codecs.pinned());
    System.out.printf(
        Locale.ROOT,
        "%d intents of %d bytes from %d agents, seed %d; %d partitions; Java %s, %d processors%n",
        intents,
        flood.meanBytes(),
        agents,
        seed,
        partitions,
        Runtime.version(),
        Runtime.getRuntime().availableProcessors());
    try (EmbeddedBroker broker =
        EmbeddedBroker.start(BrokerFolder.throwAway(), BrokerSettings.defaults())) {
      for (long commit : commitMs) {
        compare(broker, flood, commit);
      }
    }
    return 0;
  }

  private void compare(EmbeddedBroker broker, Flood flood, long commit) {
    var walls = new ArrayList<Round.Result>();
    var passes = new ArrayList<Round.Result>();
    for (int round = 1 - warmUp; round <= rounds; round++) {
      String name = round < 1 ? "warm-up" : "round " + round;
      if (!only.equals("pass-through")) {
        Round.Result wall = one(broker, flood, commit, true);
        say(commit, name, "wall", wall);
        if (round > 0) {
          walls.add(wall);
        }
      }
      if (!only.equals("wall")) {
        Round.Result pass = one(broker, flood, commit, false);
        say(commit, name, "pass-through", pass);
        if (round > 0) {
          passes.add(pass);
        }
      }
    }
    summary(commit, "wall", walls);
    summary(commit, "pass-through", passes);
  }

  private static void say(long commit, String name, String what, Round.Result result) {
    System.out.printf(
        Locale.ROOT,
        "commit %3d ms  %-8s  %-12s  %,8.0f intents/s  %6.1f us CPU each%n",
        commit,
        name,
        what,
        result.perSecond(),
        result.cpuMicros());
  }

  private static void summary(long commit, String what, List<Round.Result> results) {
    if (!results.isEmpty()) {
      double perSecond = median(results.stream().map(Round.Result::perSecond).toList());
      double cpuMicros = median(results.stream().map(Round.Result::cpuMicros).toList());
      say(commit, "median", what, new Round.Result(perSecond, cpuMicros));
    }
  }

  private Round.Result one(EmbeddedBroker broker, Flood flood, long commit, boolean isWall) {
    String bootstrap = broker.bootstrapServers();
    String prefix = "bench-" + wallsMade++ + ".";
    Path state = broker.folder().state();
    try (Wall wall = Wall.connect(Map.of("bootstrap.servers", bootstrap), prefix, CONNECT_MS)) {
      wall.topicSet().create(partitions, Optional.empty());
      Round.Result result;
      try (Hops hops =
          isWall
              ? new WallHops(wall, bootstrap, state, commit, set)
              : new PassThroughHops(wall, bootstrap, state, commit)) {
        result = Round.run(wall, flood, hops);
      }
      wall.cluster()
          .get(
              wall.cluster()
                  .admin()
                  .deleteTopics(wall.topics().all().stream().map(topic -> topic.name()).toList())
                  .all());
      return result;
    }
  }

  private static double median(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return Arrays.stream(sorted).skip((sorted.length - 1) / 2).limit(2 - sorted.length % 2).sum()
        / (2 - sorted.length % 2);
  }
}
