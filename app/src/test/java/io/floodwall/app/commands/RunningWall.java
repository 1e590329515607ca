package io.floodwall.app.commands;

import io.floodwall.app.broker.BrokerFolder;
import io.floodwall.app.wall.LocalWall;
import io.floodwall.schemas.Topics;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;

/** A wall that runs, and a terminal to talk to it from. */
record RunningWall(LocalWall local) implements AutoCloseable {
  static final int PARTITIONS = 4;

  /** A wall of four partitions on a free port, with {@code settings} beside the defaults. */
  static RunningWall start(Map<String, String> settings) {
    var plan = new LocalWall.Plan(Topics.DEFAULT_PREFIX, PARTITIONS, 0, settings);
    return new RunningWall(LocalWall.start(BrokerFolder.throwAway(), plan, line -> {}));
  }

  /** What verifies its checkpoints. */
  String vkey() {
    return local.logKey().orElseThrow().verifier().toString();
  }

  Said type(String... words) {
    return Said.by(addressed(words));
  }

  Said typeWith(String input, String... words) {
    return Said.reading(input, addressed(words));
  }

  private String[] addressed(String... words) {
    return Stream.concat(Arrays.stream(words), Stream.of("--bootstrap", local.bootstrapServers()))
        .toArray(String[]::new);
  }

  /** An agent whose name starts with {@code name} and who lives in {@code partition}. */
  static String agentIn(int partition, String name) {
    for (int i = 0; ; i++) {
      if (Topics.partitionOf(name + "-" + i, PARTITIONS) == partition) {
        return name + "-" + i;
      }
    }
  }

  @Override
  public void close() {
    local.close();
  }
}
