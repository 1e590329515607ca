package io.floodwall.app.witness;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.floodwall.app.Floodwall;
import io.floodwall.app.broker.BrokerFolder;
import io.floodwall.app.cli.Json;
import io.floodwall.app.wall.LocalWall;
import io.floodwall.app.wall.TopicReader;
import io.floodwall.app.wall.Wall;
import io.floodwall.schemas.Topics;
import io.floodwall.tlog.Checkpoint;
import io.floodwall.tlog.KeyFile;
import io.floodwall.tlog.SignedNote;
import io.floodwall.tlog.SignerKey;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;

/** A wall that runs and signs checkpoints, and what a witness' friends ask it. */
record SealedWall(LocalWall local, SignerKey key) implements AutoCloseable {
  static final int PARTITIONS = 2;

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  static SealedWall start(Path data) throws Exception {
    BrokerFolder folder = BrokerFolder.kept(data);
    var settings = Map.of("floodwall.sealer.interval.ms", "100");
    var plan = new LocalWall.Plan(Topics.DEFAULT_PREFIX, PARTITIONS, 0, settings);
    LocalWall local = LocalWall.start(folder, plan, line -> {});
    return new SealedWall(local, KeyFile.read(data.resolve("keys").resolve("log.key")));
  }

  /** What a command said. */
  record Said(int exit, String out, String err) {
    List<JsonNode> json() throws Exception {
      var values = new ArrayList<JsonNode>();
      for (String line : out.lines().toList()) {
        values.add(Json.parse(line));
      }
      return values;
    }
  }

  Said type(String... words) {
    var out = new StringWriter();
    var err = new StringWriter();
    var command = Floodwall.commandLine();
    command.setOut(new PrintWriter(out));
    command.setErr(new PrintWriter(err));
    int exit =
        command.execute(
            Stream.concat(Stream.of(words), Stream.of("--bootstrap", local.bootstrapServers()))
                .toArray(String[]::new));
    return new Said(exit, out.toString(), err.toString());
  }

  Said feed(TestWitness... witnesses) {
    var words = new ArrayList<>(List.of("witness", "feed", "--once", "-o", "json"));
    for (TestWitness witness : witnesses) {
      words.addAll(List.of("--witness", witness.option()));
    }
    return type(words.toArray(String[]::new));
  }

  /** Has {@code count} more intents decided in each chain, and waits until they are sealed. */
  void grow(String agent, int count) throws Exception {
    for (int partition = 0; partition < PARTITIONS; partition++) {
      String name = agentIn(partition, agent);
      for (int i = 0; i < count; i++) {
        Said said =
            type(
                "submit",
                "--agent",
                name,
                "--action",
                "scale",
                "--resource",
                "web",
                "--replicas",
                "3",
                "--wait");
        assertThat(said.exit()).as(said.err()).isIn(0, 3);
      }
    }
    Awaitility.await().atMost(PATIENCE).until(() -> sealed().equals(written()));
  }

  /** The newest checkpoint of each chain, signed by the log. */
  Map<Integer, SignedNote> checkpoints() throws Exception {
    var notes = new TreeMap<Integer, SignedNote>();
    for (var record : last(wall().topics().checkpoints())) {
      notes.put(record.partition(), SignedNote.parse(record.value()));
    }
    return notes;
  }

  /** The cosigned notes by key. */
  Map<String, SignedNote> cosignatures() throws Exception {
    var reader = new TopicReader(wall());
    var found = new ArrayList<ConsumerRecord<byte[], byte[]>>();
    reader.read(reader.partitionsOf(wall().topics().cosignatures()), found::add);
    var notes = new TreeMap<String, SignedNote>();
    for (var record : found) {
      notes.put(new String(record.key(), UTF_8), SignedNote.parse(record.value()));
    }
    return notes;
  }

  Wall wall() {
    return local.wall();
  }

  private Map<Integer, Long> sealed() throws Exception {
    var sizes = new TreeMap<Integer, Long>();
    for (var note : checkpoints().entrySet()) {
      sizes.put(note.getKey(), Checkpoint.parse(note.getValue().text()).size());
    }
    return sizes;
  }

  private Map<Integer, Long> written() {
    var sizes = new TreeMap<Integer, Long>();
    for (var record : last(wall().topics().ledger())) {
      String key = new String(record.key(), UTF_8);
      sizes.put(record.partition(), Long.parseLong(key.substring(key.indexOf('/') + 1)) + 1);
    }
    return sizes;
  }

  private Iterable<ConsumerRecord<byte[], byte[]>> last(String topic) {
    var reader = new TopicReader(wall());
    return reader.last(reader.partitionsOf(topic)).values();
  }

  private static String agentIn(int partition, String name) {
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
