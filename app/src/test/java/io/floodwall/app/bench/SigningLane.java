package io.floodwall.app.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.floodwall.admission.AdmissionApp;
import io.floodwall.admission.AdmissionConfig;
import io.floodwall.app.broker.EmbeddedBroker;
import io.floodwall.app.wall.Publisher;
import io.floodwall.app.wall.TopicReader;
import io.floodwall.app.wall.Wall;
import io.floodwall.core.Hash;
import io.floodwall.core.admission.Control;
import io.floodwall.core.intent.Action;
import io.floodwall.core.intent.BlastRadius;
import io.floodwall.core.intent.Intent;
import io.floodwall.core.intent.Priority;
import io.floodwall.core.signing.AgentKey;
import io.floodwall.core.signing.SignatureHeader;
import io.floodwall.core.signing.SigningMode;
import io.floodwall.runtime.AppConfig;
import io.floodwall.runtime.StreamRunner;
import io.floodwall.schemas.MalformedRecordException;
import io.floodwall.tlog.FormatException;
import io.floodwall.tlog.IntentSigner;
import io.floodwall.tlog.PublicKey;
import io.floodwall.tlog.SecretKey;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;

/** Admission alone on one partition of topics of its own, and agents who sign for it or do not. */
final class SigningLane implements AutoCloseable {
  private static final int AGENTS = 100;
  private static final int SIGNED_KEPT = 20_000;
  private static final int FRAMING_BYTES = 5;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Wall wall;
  private final Admin admin;
  private final Map<String, String> settings;
  private final boolean signs;
  private final List<SecretKey> hands = new ArrayList<>();
  private final List<Signed> signed = new ArrayList<>();
  private int rounds;
  private long written;

  /** A signature, and the key that it is under. */
  record Signed(PublicKey key, SignatureHeader header) {}

  private SigningLane(Wall wall, Admin admin, Map<String, String> settings, boolean signs) {
    this.wall = wall;
    this.admin = admin;
    this.settings = settings;
    this.signs = signs;
    for (int agent = 0; agent < AGENTS; agent++) {
      try {
        hands.add(SecretKey.of(Hash.sha256(("agent-" + agent).getBytes(UTF_8)).toBytes()));
      } catch (FormatException e) {
        throw new AssertionError(e);
      }
    }
  }

  /** A lane with its orders in force and its admission stopped. */
  static SigningLane open(
      EmbeddedBroker broker, String prefix, SigningMode mode, String aheadThreads) {
    Wall wall =
        Wall.connect(Map.of("bootstrap.servers", broker.bootstrapServers()), prefix, 30_000);
    wall.create(1, Optional.empty());
    var settings = new HashMap<String, String>();
    settings.put("bootstrap.servers", broker.bootstrapServers());
    settings.put(AppConfig.PREFIX, prefix);
    settings.put(AppConfig.COMMIT_INTERVAL_MS, "100");
    settings.put(AppConfig.STATE_DIR, state(broker).resolve(prefix).toString());
    settings.put(AppConfig.INSTANCE_ID, "cost");
    settings.put(AdmissionConfig.RATE_BURST, "1000000000");
    settings.put(AdmissionConfig.RATE_REFILL, "1000000000");
    settings.put(AdmissionConfig.ROOM_CAPACITY, "1000000");
    settings.put(AdmissionConfig.SIGNING_AHEAD_THREADS, aheadThreads);
    var lane =
        new SigningLane(
            wall, Admin.create(broker.adminProperties()), settings, mode != SigningMode.OFF);
    lane.order(mode);
    return lane;
  }

  private static Path state(EmbeddedBroker broker) {
    return broker.folder().state();
  }

  private void order(SigningMode mode) {
    StreamRunner admission = start();
    var publisher = new Publisher(wall);
    for (int agent = 0; agent < AGENTS; agent++) {
      var key = new AgentKey(hands.get(agent).publicKey().encoded(), 0, null);
      publisher.control(Control.key("agent-" + agent, key, true, "cost", "ops"));
    }
    Publisher.Published last = publisher.control(Control.signing("", mode, true, "cost", "ops"));
    last.copies().forEach((partition, offset) -> awaitCommitted(partition, offset + 1));
    admission.close();
  }

  /** Intents a second, of so many that lie there when admission starts. */
  double perSecond(int intents) {
    write(intents);
    var candidates = new TopicPartition(wall.topics().candidates(), 0);
    var reader = new TopicReader(wall);
    TopicReader.Span before = reader.whole(List.of(candidates));
    StreamRunner admission = start();
    awaitCommitted(new TopicPartition(wall.topics().intents(), 0), written);
    admission.close();
    var span = new TopicReader.Span(before.end(), reader.whole(List.of(candidates)).end());
    var releasedMs = new ArrayList<Long>();
    reader.read(span, record -> releasedMs.add(releasedAtMs(record.value())));
    if (releasedMs.size() != intents) {
      throw new IllegalStateException(releasedMs.size() + " of " + intents + " were released");
    }
    return (intents - 1) * 1e3 / (releasedMs.get(intents - 1) - releasedMs.get(0));
  }

  private long releasedAtMs(byte[] candidate) {
    try {
      return wall.codecs().candidate().decode(candidate).facts().releasedAtMs();
    } catch (MalformedRecordException e) {
      throw new AssertionError(e);
    }
  }

  /** Of the last round, as many as are kept. */
  List<Signed> signed() {
    return List.copyOf(signed);
  }

  private void write(int intents) {
    signed.clear();
    rounds++;
    try (Producer<byte[], byte[]> producer = wall.producer(Map.of())) {
      for (int i = 0; i < intents; i++) {
        // that all came is seen when all have been released
        var unused = producer.send(record(i % AGENTS, rounds + "-" + i));
      }
      producer.flush();
    }
    written += intents;
  }

  private ProducerRecord<byte[], byte[]> record(int agent, String id) {
    Intent intent = intent("agent-" + agent, id);
    byte[] value = wall.codecs().intent().encode(intent);
    var record =
        new ProducerRecord<>(wall.topics().intents(), intent.agent().getBytes(UTF_8), value);
    if (signs) {
      Hash digest = Hash.sha256(value, FRAMING_BYTES, value.length - FRAMING_BYTES);
      SecretKey hand = hands.get(agent);
      SignatureHeader header = new IntentSigner(hand).sign(wall.topics().intents(), intent, digest);
      record.headers().add(SignatureHeader.NAME, header.toBytes());
      if (signed.size() < SIGNED_KEPT) {
        signed.add(new Signed(hand.publicKey(), header));
      }
    }
    return record;
  }

  private static Intent intent(String agent, String id) {
    return new Intent(
        Intent.DEFAULT_TENANT,
        agent,
        id,
        "payments-team",
        new Action.Scale("web", 3),
        Priority.NORMAL,
        BlastRadius.CELL,
        "staging",
        "queue depth is above the target for five minutes; scaling out",
        "session-1",
        null,
        null);
  }

  private StreamRunner start() {
    var app = new AdmissionApp();
    StreamRunner runner = StreamRunner.start(app, app.configure(settings));
    runner.awaitReady(PATIENCE);
    return runner;
  }

  private void awaitCommitted(TopicPartition partition, long offset) {
    Awaitility.await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .until(() -> committed(partition) >= offset);
  }

  private long committed(TopicPartition partition) throws InterruptedException, ExecutionException {
    OffsetAndMetadata at =
        admin
            .listConsumerGroupOffsets(wall.prefix() + AdmissionApp.NAME)
            .partitionsToOffsetAndMetadata()
            .get()
            .get(partition);
    return at == null ? -1 : at.offset();
  }

  @Override
  public void close() {
    admin.close();
    wall.close();
  }
}
