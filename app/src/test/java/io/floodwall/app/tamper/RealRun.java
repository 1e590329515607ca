package io.floodwall.app.tamper;

import io.floodwall.app.broker.BrokerFolder;
import io.floodwall.app.commands.Said;
import io.floodwall.app.wall.LocalWall;
import io.floodwall.app.wall.TopicReader;
import io.floodwall.app.wall.Wall;
import io.floodwall.client.DeployerClient;
import io.floodwall.client.Pins;
import io.floodwall.schemas.Topics;
import io.floodwall.tlog.Checkpoint;
import io.floodwall.tlog.FormatException;
import io.floodwall.tlog.SignedNote;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;

/** A wall that runs on a data folder for a while. */
final class RealRun implements AutoCloseable {
  static final int PARTITIONS = 4;

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final LocalWall local;

  private RealRun(LocalWall local) {
    this.local = local;
  }

  /** Starts it; a chain is signed once, and again after this many milliseconds at the earliest. */
  static RealRun start(Path data, long sealIntervalMs) {
    var settings =
        Map.of(
            "floodwall.rate.burst",
            "1000",
            "floodwall.sealer.interval.ms",
            Long.toString(sealIntervalMs));
    var plan = new LocalWall.Plan(Topics.DEFAULT_PREFIX, PARTITIONS, 0, settings);
    return new RealRun(LocalWall.start(BrokerFolder.kept(data), plan, line -> {}));
  }

  String vkey() {
    return local.logKey().orElseThrow().verifier().toString();
  }

  private Wall wall() {
    return local.wall();
  }

  /** Has {@code count} intents decided in this partition, under ids that start with {@code run}. */
  void decide(int partition, int count, String run) {
    var lines = new StringBuilder();
    String agent = agentIn(partition);
    for (int i = 0; i < count; i++) {
      lines.append(
          "{\"agent\":\"%s\",\"id\":\"%s-%d\",\"action\":\"scale\",\"resource\":\"web\",\"replicas\":%d}%n"
              .formatted(agent, run, i, 1 + i % 7));
    }
    Said said = Said.reading(lines.toString(), "submit", "--wait", "--bootstrap", address());
    if (said.exit() != 0) {
      throw new AssertionError(said);
    }
  }

  /** Waits until each chain has a checkpoint of more than {@code size} entries, or of all. */
  void awaitSigned(boolean all) {
    Awaitility.await()
        .atMost(PATIENCE)
        .until(
            () -> {
              for (int p = 0; p < PARTITIONS; p++) {
                long size = signed(p);
                if (size == 0 || (all && size < written(p))) {
                  return false;
                }
              }
              return true;
            });
  }

  long signed(int partition) {
    return last(wall().topics().checkpoints(), partition).map(RealRun::size).findAny().orElse(0L);
  }

  private long written(int partition) {
    return last(wall().topics().ledger(), partition)
        .map(record -> number(record) + 1)
        .findAny()
        .orElse(0L);
  }

  private Stream<ConsumerRecord<byte[], byte[]>> last(String topic, int partition) {
    return new TopicReader(wall())
        .last(List.of(new TopicPartition(topic, partition))).values().stream();
  }

  private static long number(ConsumerRecord<byte[], byte[]> entry) {
    String key = new String(entry.key(), java.nio.charset.StandardCharsets.UTF_8);
    return Long.parseLong(key.substring(key.indexOf('/') + 1));
  }

  private static long size(ConsumerRecord<byte[], byte[]> checkpoint) {
    try {
      return Checkpoint.parse(SignedNote.parse(checkpoint.value()).text()).size();
    } catch (FormatException e) {
      throw new AssertionError(e);
    }
  }

  /** A deployer takes decisions until it has pinned what is signed of chain 0. */
  void pin(Path pins) {
    try (DeployerClient deployer =
        DeployerClient.builder()
            .bootstrap(address())
            .name("d")
            .vkey(vkey())
            .pins(Pins.in(pins))
            .open()) {
      Awaitility.await()
          .atMost(PATIENCE)
          .until(
              () -> {
                deployer.poll(1, Duration.ofMillis(200));
                Path pin = pins.resolve("0.note");
                return Files.exists(pin)
                    && Checkpoint.parse(SignedNote.parse(Files.readAllBytes(pin)).text()).size()
                        == signed(0);
              });
    }
  }

  Said type(String... words) {
    return Said.by(
        Stream.concat(Stream.of(words), Stream.of("--bootstrap", address()))
            .toArray(String[]::new));
  }

  String address() {
    return local.bootstrapServers();
  }

  private static String agentIn(int partition) {
    for (int i = 0; ; i++) {
      if (Topics.partitionOf("agent-" + i, PARTITIONS) == partition) {
        return "agent-" + i;
      }
    }
  }

  /** What somebody does who copies a folder that nothing runs on. */
  static Path copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path one : all.toList()) {
        Files.copy(one, to.resolve(from.relativize(one).toString()));
      }
    }
    return to;
  }

  @Override
  public void close() {
    local.close();
  }
}
