package io.floodwall.app.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.floodwall.app.wall.Wall;
import io.floodwall.client.DeployerClient;
import io.floodwall.client.DeployerClientBuilder;
import io.floodwall.core.Hash;
import io.floodwall.core.Reason;
import io.floodwall.core.admission.AdmissionFacts;
import io.floodwall.core.admission.TokenBucket;
import io.floodwall.core.gate.Decision;
import io.floodwall.core.gate.Ruling;
import io.floodwall.core.gate.Verdict;
import io.floodwall.core.intent.Action;
import io.floodwall.core.intent.BlastRadius;
import io.floodwall.core.intent.Intent;
import io.floodwall.core.intent.Priority;
import io.floodwall.core.ledger.PublishedHead;
import io.floodwall.core.outcome.Outcome;
import io.floodwall.schemas.MalformedRecordException;
import io.floodwall.tlog.FormatException;
import io.floodwall.tlog.SignerKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * A wall without its applications: the test writes its decisions, and with its heads the entries,
 * tiles and checkpoints.
 */
public final class DecidedWall implements AutoCloseable {
  private static final Duration STEP = Duration.ofMillis(20);

  private final String bootstrap;
  private final Wall wall;
  private final int partitions;
  private final Producer<byte[], byte[]> producer;
  private final List<DeployerClient> opened = new ArrayList<>();
  private final long[] decisions;
  private final List<SealedChain> chains = new ArrayList<>();

  private DecidedWall(String bootstrap, Wall wall, int partitions, SignerKey key) {
    this.bootstrap = bootstrap;
    this.wall = wall;
    this.partitions = partitions;
    this.decisions = new long[partitions];
    this.producer = wall.producer(Map.of());
    for (int p = 0; p < partitions; p++) {
      chains.add(new SealedChain(wall, p, key));
    }
  }

  /** Makes its topics on a broker. */
  public static DecidedWall create(String bootstrap, String prefix, int partitions) {
    return create(bootstrap, prefix, partitions, newKey());
  }

  /** The same, sealed with this key. */
  static DecidedWall create(String bootstrap, String prefix, int partitions, SignerKey key) {
    Wall wall = Wall.connect(Map.of("bootstrap.servers", bootstrap), prefix, 60_000);
    wall.topicSet().create(partitions, Optional.empty());
    return new DecidedWall(bootstrap, wall, partitions, key);
  }

  static SignerKey newKey() {
    try {
      return SignerKey.generate("test", new SecureRandom());
    } catch (FormatException e) {
      throw new IllegalStateException(e);
    }
  }

  public Wall wall() {
    return wall;
  }

  /** Admits an action in a partition; it is written before the next head is. */
  public Hash admit(int partition, Action action) throws MalformedRecordException {
    return admit(producer, partition, action, true);
  }

  /** A decision with the number of the last one, that no ledger has an entry of. */
  void admitInstead(int partition, Action action) throws MalformedRecordException {
    decisions[partition]--;
    admit(producer, partition, action, false);
  }

  /** A decision that a gate wrote and that was rolled back with its transaction. */
  void admitAndRollBack(int partition, Action action) throws MalformedRecordException {
    long before = decisions[partition];
    try (var rolledBack =
        wall.producer(Map.of(ProducerConfig.TRANSACTIONAL_ID_CONFIG, wall.prefix() + "gate"))) {
      rolledBack.initTransactions();
      rolledBack.beginTransaction();
      admit(rolledBack, partition, action, false);
      rolledBack.flush();
      rolledBack.abortTransaction();
    }
    decisions[partition] = before;
  }

  private Hash admit(Producer<byte[], byte[]> by, int partition, Action action, boolean ledgered)
      throws MalformedRecordException {
    long seq = decisions[partition]++;
    Intent intent =
        Intent.of(
            "agent-" + partition, Long.toString(seq), action, Priority.NORMAL, BlastRadius.CELL);
    var bucket = new TokenBucket(1, 0, 0);
    var facts = new AdmissionFacts(partition, seq, seq - 1, 1, bucket, 0, 1, 1, null);
    var ruling =
        new Ruling(
            Verdict.ADMIT, Reason.ADMITTED, null, List.of(), Priority.NORMAL, BlastRadius.CELL);
    String topic = wall.topics().admitted();
    byte[] value =
        wall.codecs().decision().encode(new Decision(intent, facts, ruling, topic, null, seq, 1));
    byte[] key = intent.agent().getBytes(UTF_8);
    var unused = by.send(new ProducerRecord<>(topic, partition, key, value)); // see heads
    if (ledgered) {
      chains.get(partition).decided(value);
    }
    return wall.codecs().unframe(value).payload().sha256();
  }

  /** Gives every decision of a partition up to this one its ledger entry, sealed, and says so. */
  public void inForceThrough(int partition, long decisionSeq) throws Exception {
    chains.get(partition).ledger(producer, decisionSeq + 1);
    chains.get(partition).seal(producer);
    head(partition, decisionSeq);
  }

  /** Says that every decision of a partition up to this one has its ledger entry. */
  void head(int partition, long decisionSeq) throws Exception {
    SealedChain chain = chains.get(partition);
    var head = new PublishedHead(chain.origin(), partition, chain.head(), decisionSeq);
    byte[] key = Integer.toString(partition).getBytes(UTF_8);
    byte[] value = wall.codecs().head().encode(head);
    producer.flush();
    producer.send(new ProducerRecord<>(wall.topics().heads(), partition, key, value)).get();
  }

  /** Says that of all decisions there are. */
  public void allInForce() throws Exception {
    for (int p = 0; p < partitions; p++) {
      inForceThrough(p, decisions[p] - 1);
    }
  }

  /** Every committed outcome there is now, in the order of each partition. */
  public List<Outcome> outcomes() throws MalformedRecordException {
    var outcomes = new ArrayList<Outcome>();
    try (Consumer<byte[], byte[]> consumer = wall.consumer()) {
      List<TopicPartition> all =
          IntStream.range(0, partitions)
              .mapToObj(p -> new TopicPartition(wall.topics().outcomes(), p))
              .toList();
      consumer.assign(all);
      consumer.seekToBeginning(all);
      Map<TopicPartition, Long> ends = consumer.endOffsets(all);
      while (all.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(STEP)) {
          outcomes.add(wall.codecs().outcome().decode(record.value()));
        }
      }
    }
    return outcomes;
  }

  /** What verifies its checkpoints. */
  public String vkey() {
    return chains.get(0).key().verifier().toString();
  }

  /** A partition's chain. */
  SealedChain chain(int partition) {
    return chains.get(partition);
  }

  Producer<byte[], byte[]> producer() {
    return producer;
  }

  /** A deployer that is closed with the wall. */
  DeployerClient deployer(String name) {
    DeployerClient client = builder().name(name).open();
    opened.add(client);
    return client;
  }

  /** A deployer's client of this wall, yet to be opened. */
  public DeployerClientBuilder builder() {
    return DeployerClient.builder().bootstrap(bootstrap).prefix(wall.prefix()).vkey(vkey());
  }

  @Override
  public void close() {
    for (DeployerClient client : opened) {
      try {
        client.close();
      } catch (RuntimeException e) {
        System.out.println("closing one that was taken over: " + e);
      }
    }
    producer.close();
    wall.close();
  }
}
