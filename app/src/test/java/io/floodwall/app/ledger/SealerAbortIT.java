package io.floodwall.app.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.floodwall.app.broker.BrokerFolder;
import io.floodwall.app.broker.BrokerSettings;
import io.floodwall.app.broker.EmbeddedBroker;
import io.floodwall.app.ledger.WrittenLog.Written;
import io.floodwall.app.wall.Wall;
import io.floodwall.core.gate.Decision;
import io.floodwall.core.ledger.Chain;
import io.floodwall.core.ledger.EntryKind;
import io.floodwall.core.ledger.LedgerEntry;
import io.floodwall.ledger.LedgerApp;
import io.floodwall.ledger.LedgerConfig;
import io.floodwall.runtime.AppConfig;
import io.floodwall.runtime.StreamRunner;
import io.floodwall.schemas.Framed;
import io.floodwall.schemas.Topics;
import io.floodwall.tlog.KeyFile;
import io.floodwall.tlog.SignerKey;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Transactions that are rolled back under the sealer, and its own: among all that was ever written,
 * on the disk included, no size has two roots.
 */
@Timeout(240)
class SealerAbortIT {
  private static final int PARTITIONS = 2;
  private static final int ABORTED_BELOW = 100;
  private static final int FENCED = 20;
  private static final int COMMITTED = 7;
  private static final int DECIDED = 15;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration STEP = Duration.ofMillis(10);

  @TempDir private Path temp;

  private EmbeddedBroker broker;
  private Wall wall;
  private StreamRunner ledger;

  @BeforeEach
  void start() throws Exception {
    broker =
        EmbeddedBroker.start(BrokerFolder.kept(temp.resolve("data")), BrokerSettings.defaults());
    wall = Wall.connect(broker.adminProperties(), Topics.DEFAULT_PREFIX, PATIENCE.toMillis());
    wall.topicSet().create(PARTITIONS, Optional.empty());
    Path key = temp.resolve("log.key");
    KeyFile.create(key, SignerKey.generate("floodwall", new SecureRandom()));
    var app = new LedgerApp();
    var settings = new HashMap<String, String>();
    settings.put("bootstrap.servers", broker.bootstrapServers());
    settings.put(AppConfig.PREFIX, wall.prefix());
    settings.put(AppConfig.STATE_DIR, temp.resolve("state").toString());
    settings.put(AppConfig.COMMIT_INTERVAL_MS, "1500"); // several checkpoints in a transaction
    settings.put(LedgerConfig.HEADS_INTERVAL_MS, "5");
    settings.put(LedgerConfig.SEAL_INTERVAL_MS, "5");
    settings.put(LedgerConfig.KEY_FILES, key.toString());
    ledger = StreamRunner.start(app, app.configure(settings));
    ledger.awaitReady(PATIENCE);
  }

  @AfterEach
  void stop() {
    ledger.close();
    wall.close();
    broker.close();
  }

  @Test
  void entriesThatWereRolledBackAreNeverSigned() throws Exception {
    List<Chain.Head> heads =
        new ArrayList<>(List.of(Chain.genesis("floodwall/0"), Chain.genesis("floodwall/1")));
    var writing = Map.<String, Object>of(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "writer");
    try (Producer<byte[], byte[]> writer = wall.producer(writing)) {
      writer.initTransactions();
      for (int round = 0; round < ABORTED_BELOW; round++) {
        int partition = round % PARTITIONS;
        writer.beginTransaction();
        entries(writer, partition, heads.get(partition), 1 + round % 5, 1_000_000L + round);
        writer.flush();
        writer.abortTransaction();
        Write next =
            () -> {
              writer.beginTransaction();
              Chain.Head head = heads.get(partition);
              heads.set(partition, entries(writer, partition, head, COMMITTED, head.size()));
              writer.commitTransaction();
            };
        if (round % (ABORTED_BELOW / FENCED) == 0) {
          fenceAfter(next, wall.topics().checkpoints());
        } else {
          next.run();
        }
      }
    }
    int entriesRolledBack = requireOneRootASize();
    assertThat(entriesRolledBack).isEqualTo(ABORTED_BELOW / 5 * (1 + 2 + 3 + 4 + 5));
  }

  @Test
  void transactionsOfTheLedgerThatAreRolledBackLeaveNoSecondRoot() throws Exception {
    var decided = new AtomicInteger();
    try (Producer<byte[], byte[]> gate = wall.producer(Map.of())) {
      for (int fence = 0; fence < FENCED; fence++) {
        fenceAfter(
            () -> {
              decide(gate, decided.getAndIncrement());
              gate.flush();
            },
            fence % 2 == 0 ? wall.topics().ledger() : wall.topics().checkpoints());
      }
    }
    Awaitility.await("every decision has its entry")
        .atMost(PATIENCE)
        .until(
            () ->
                WrittenLog.committed(wall, wall.topics().ledger()).size()
                    == PARTITIONS * DECIDED * decided.get());
    int entriesRolledBack = requireOneRootASize();
    assertThat(entriesRolledBack).isGreaterThanOrEqualTo(FENCED / 2);
  }

  /** Writes the decisions of a turn to each partition. */
  private void decide(Producer<byte[], byte[]> gate, int turn) {
    for (int seq = turn * DECIDED; seq < (turn + 1) * DECIDED; seq++) {
      for (int partition = 0; partition < PARTITIONS; partition++) {
        Decision is = Decisions.numbered(partition, seq, seq);
        String topic = wall.topics().verdict(is.verdict());
        var decision =
            new Decision(
                is.intent(),
                is.facts(),
                is.ruling(),
                topic,
                is.bundle(),
                is.decisionSeq(),
                is.decidedAtMs());
        byte[] agent = is.intent().agent().getBytes(UTF_8);
        byte[] value = wall.codecs().decision().encode(decision);
        var unused = gate.send(new ProducerRecord<>(topic, partition, agent, value));
      }
    }
  }

  /** Writes so many entries after a head, of decisions numbered from {@code number} on. */
  private Chain.Head entries(
      Producer<byte[], byte[]> writer, int partition, Chain.Head head, int count, long number)
      throws Exception {
    Chain.Head at = head;
    for (long n = number; n < number + count; n++) {
      byte[] decided = wall.codecs().decision().encode(Decisions.numbered(partition, n, n));
      Framed of = wall.codecs().unframe(decided);
      LedgerEntry entry = at.next(EntryKind.VERDICT, of.fingerprint(), of.payload());
      byte[] key = LedgerEntry.key(partition, entry.seq()).getBytes(UTF_8);
      byte[] value = wall.codecs().ledgerEntry().encode(entry);
      var unused = writer.send(new ProducerRecord<>(wall.topics().ledger(), partition, key, value));
      at = at.after(entry);
    }
    return at;
  }

  /** What gives the ledger something to do. */
  @FunctionalInterface
  private interface Write {
    void run() throws Exception;
  }

  /**
   * Takes the ledger's transaction away from it while it has uncommitted records in a topic because
   * of what is written; that is written again if it had committed by then.
   */
  private void fenceAfter(Write write, String topic) throws Exception {
    var open = new AtomicBoolean();
    while (!open.get()) {
      var before = ends(topic, IsolationLevel.READ_COMMITTED);
      write.run();
      Awaitility.await("records on " + topic)
          .atMost(PATIENCE)
          .pollInterval(STEP)
          .until(
              () -> {
                requireRunning();
                var committed = ends(topic, IsolationLevel.READ_COMMITTED);
                open.set(!ends(topic, IsolationLevel.READ_UNCOMMITTED).equals(committed));
                return open.get() || !committed.equals(before);
              });
    }
    Admin admin = wall.cluster().admin();
    List<String> ledgers =
        admin.listTransactions().all().get().stream()
            .map(TransactionListing::transactionalId)
            .filter(id -> id.startsWith(wall.prefix() + LedgerApp.NAME))
            .toList();
    assertThat(ledgers).isNotEmpty();
    admin.fenceProducers(ledgers).all().get();
  }

  private Map<TopicPartition, Long> ends(String topic, IsolationLevel level) throws Exception {
    var latest = new HashMap<TopicPartition, OffsetSpec>();
    for (int p = 0; p < PARTITIONS; p++) {
      latest.put(new TopicPartition(topic, p), OffsetSpec.latest());
    }
    return wall
        .cluster()
        .admin()
        .listOffsets(latest, new ListOffsetsOptions(level))
        .all()
        .get()
        .entrySet()
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, end -> end.getValue().offset()));
  }

  private void requireRunning() {
    assertThat(ledger.health().live()).as("the ledger runs").isTrue();
  }

  /** Checks all that was written; answers how many entries were rolled back. */
  private int requireOneRootASize() throws Exception {
    Topics topics = wall.topics();
    List<Written> entries = WrittenLog.committed(wall, topics.ledger());
    SealedRoots roots = SealedRoots.of(entries);
    Awaitility.await("all is sealed")
        .atMost(PATIENCE)
        .until(
            () -> {
              requireRunning();
              var keys =
                  WrittenLog.committed(wall, topics.checkpoints()).stream()
                      .map(Written::key)
                      .toList();
              return keys.containsAll(List.of("0/" + roots.size(0), "1/" + roots.size(1)));
            });
    ledger.close();
    Function<String, List<Written>> ever = topic -> WrittenLog.rolledBackToo(wall, topic);
    List<Written> checkpoints = ever.apply(topics.checkpoints());
    List<Written> tiles = ever.apply(topics.tiles());
    int signedAndRolledBack =
        checkpoints.size() - WrittenLog.committed(wall, topics.checkpoints()).size();
    int entriesRolledBack = ever.apply(topics.ledger()).size() - entries.size();
    System.out.printf(
        "SealerAbortIT entries=%d rolled_back=%d checkpoints=%d rolled_back=%d tiles=%d%n",
        entries.size(), entriesRolledBack, checkpoints.size(), signedAndRolledBack, tiles.size());
    roots.assertEachIsTheTrees(checkpoints);
    roots.assertTilesAreTheTrees(tiles);
    assertThat(signedAndRolledBack).isGreaterThanOrEqualTo(FENCED / 4);
    wall.close();
    broker.close();
    Path logs = broker.folder().kafka();
    List<Written> signed = WrittenLog.onDisk(logs, topics.checkpoints());
    assertThat(signed).hasSameSizeAs(checkpoints);
    roots.assertEachIsTheTrees(signed);
    roots.assertTilesAreTheTrees(WrittenLog.onDisk(logs, topics.tiles()));
    return entriesRolledBack;
  }
}
