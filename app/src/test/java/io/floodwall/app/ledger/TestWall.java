package io.floodwall.app.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.floodwall.app.broker.BrokerFolder;
import io.floodwall.app.broker.BrokerSettings;
import io.floodwall.app.broker.EmbeddedBroker;
import io.floodwall.app.broker.TestBroker;
import io.floodwall.app.wall.Wall;
import io.floodwall.core.ledger.PublishedHead;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * A wall's topics on a broker, without the applications: what is in them is what the test writes.
 */
final class TestWall implements AutoCloseable {
  /** Records in a batch of the log. */
  static final int BATCH = 4;

  private static final long TIMEOUT_MS = 60_000;

  private final String bootstrap;
  private final Wall wall;

  private TestWall(String bootstrap, Wall wall) {
    this.bootstrap = bootstrap;
    this.wall = wall;
  }

  static EmbeddedBroker startBroker(BrokerFolder folder) {
    return EmbeddedBroker.start(folder, BrokerSettings.defaults());
  }

  /** New topics on a broker that stays with the caller. */
  static TestWall create(EmbeddedBroker broker, String prefix, int partitions) {
    return create(broker.bootstrapServers(), prefix, partitions);
  }

  /** New topics on a broker of any kind. */
  static TestWall create(TestBroker broker, String prefix, int partitions) {
    return create(broker.bootstrapServers(), prefix, partitions);
  }

  private static TestWall create(String bootstrap, String prefix, int partitions) {
    Wall wall = Wall.connect(Map.of("bootstrap.servers", bootstrap), prefix, TIMEOUT_MS);
    wall.topicSet().create(partitions, Optional.empty());
    return new TestWall(bootstrap, wall);
  }

  Wall wall() {
    return wall;
  }

  /** Writes chains with their heads. */
  void write(Draft... drafts) {
    for (Draft draft : drafts) {
      rows(draft);
      head(draft.published());
    }
  }

  /** Writes a chain's records, in batches of a few, and no head. */
  void rows(Draft draft) {
    try (Producer<byte[], byte[]> producer = wall.producer(Map.of("linger.ms", 1_000))) {
      var acks = new ArrayList<Future<RecordMetadata>>();
      for (Draft.Row row : draft.rows) {
        byte[] key = row.key().getBytes(UTF_8);
        acks.add(
            producer.send(
                new ProducerRecord<>(wall.topics().ledger(), draft.partition, key, row.bytes())));
        if (acks.size() % BATCH == 0) {
          producer.flush();
        }
      }
      producer.flush();
      acks.forEach(TestWall::await);
    }
  }

  void head(PublishedHead head) {
    head(head.partition(), Integer.toString(head.partition()), wall.codecs().head().encode(head));
  }

  void head(int partition, String key, byte @Nullable [] value) {
    write(wall.topics().heads(), partition, key, value);
  }

  /** Writes one record and answers its offset. */
  long write(String topic, int partition, String key, byte @Nullable [] value) {
    try (Producer<byte[], byte[]> producer = wall.producer(Map.of())) {
      var record = new ProducerRecord<>(topic, partition, key.getBytes(UTF_8), value);
      return await(producer.send(record)).offset();
    }
  }

  /** Runs {@code floodwall ledger} on it. */
  Cli ledger(String command, String... arguments) {
    var all = new ArrayList<>(List.of("ledger", command));
    all.addAll(List.of("--bootstrap", bootstrap, "--prefix", wall.prefix()));
    all.addAll(List.of(arguments));
    return Cli.floodwall(all.toArray(String[]::new));
  }

  @Override
  public void close() {
    wall.close();
  }

  private static RecordMetadata await(Future<RecordMetadata> ack) {
    try {
      return ack.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    } catch (ExecutionException e) {
      throw new AssertionError("not written", e.getCause());
    }
  }
}
