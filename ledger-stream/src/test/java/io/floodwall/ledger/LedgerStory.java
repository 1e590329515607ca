package io.floodwall.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.floodwall.core.Bytes;
import io.floodwall.core.Reason;
import io.floodwall.core.admission.Control;
import io.floodwall.core.admission.Refusal;
import io.floodwall.core.gate.Decision;
import io.floodwall.core.gate.PolicyBundle;
import io.floodwall.core.ledger.Chain;
import io.floodwall.core.ledger.ChainVerifier;
import io.floodwall.core.ledger.EntryKind;
import io.floodwall.core.ledger.LedgerEntry;
import io.floodwall.core.ledger.PublishedHead;
import io.floodwall.core.ledger.RefusalBatch;
import io.floodwall.core.outcome.Outcome;
import io.floodwall.runtime.Meters;
import io.floodwall.schemas.Codecs;
import io.floodwall.schemas.MalformedRecordException;
import io.floodwall.schemas.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/**
 * The ledger's topology on a clock that the test holds, in the words of the domain. Closing it
 * verifies the chain: every story ends with that.
 */
final class LedgerStory implements AutoCloseable {
  static final Instant T0 = Instant.parse("2026-05-01T12:00:00Z");
  static final Codecs CODECS = Codecs.pinned();
  static final Topics TOPICS = new Topics("floodwall.");

  private final Path folder = newFolder();
  private final TopologyTestDriver driver;
  private final String origin;
  private final Map<String, TestInputTopic<byte[], byte[]>> inputs = new HashMap<>();
  private final List<Written> entries = new ArrayList<>();

  LedgerStory() {
    this(Map.of());
  }

  LedgerStory(Map<String, String> settings) {
    var properties = new Properties();
    properties.put(StreamsConfig.STATE_DIR_CONFIG, folder.toString());
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "floodwall.ledger");
    properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
    LedgerConfig config = config(settings);
    origin = Chain.origin(config.ledgerName(), 0);
    driver =
        new TopologyTestDriver(
            LedgerTopology.build(config, CODECS, Meters.unscraped()), properties, T0);
    for (String topic : new LedgerApp().sources(TOPICS)) {
      inputs.put(
          topic,
          driver.createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer()));
    }
  }

  static LedgerConfig config(Map<String, String> settings) {
    var given = new HashMap<String, String>(settings);
    given.put("bootstrap.servers", "none:1");
    return new LedgerConfig(given);
  }

  /** An entry as it lies on its topic. */
  record Written(String key, LedgerEntry entry, Map<String, String> headers, long timestampMs) {}

  /** A head as it lies on its topic. */
  record Told(String key, PublishedHead head) {}

  /** A dead letter as it lies on its topic. */
  record Dead(String place, String stage, String reason, String detail, String sha256) {}

  // What the world does

  void pipe(String topic, @Nullable String key, byte @Nullable [] value) {
    inputs
        .get(topic)
        .pipeInput(new TestRecord<>(key == null ? null : key.getBytes(UTF_8), value, T0));
  }

  void decide(long... numbers) {
    for (long number : numbers) {
      decide(Sample.decision(number));
    }
  }

  void decide(Decision decision) {
    pipe(
        TOPICS.verdict(decision.verdict()),
        decision.intent().agent(),
        CODECS.decision().encode(decision));
  }

  void refuse(Reason reason, long... offsets) {
    for (long offset : offsets) {
      refuse(Sample.refusal(reason, offset));
    }
  }

  void refuse(Refusal refusal) {
    String key = refusal.agent().isEmpty() ? null : refusal.agent();
    pipe(TOPICS.refused(), key, CODECS.refusal().encode(refusal));
  }

  void publish(PolicyBundle bundle) {
    pipe(TOPICS.policies(), bundle.key(), CODECS.bundle().encode(bundle));
  }

  void report(Outcome outcome) {
    pipe(TOPICS.outcomes(), outcome.agent(), CODECS.outcome().encode(outcome));
  }

  void order(Control control) {
    pipe(TOPICS.controls(), control.key(), CODECS.control().encode(control));
  }

  void advance(long ms) {
    driver.advanceWallClockTime(Duration.ofMillis(ms));
  }

  // What the ledger wrote

  /** All entries since the beginning. */
  List<Written> entries() {
    for (TestRecord<byte[], byte[]> record : read(TOPICS.ledger())) {
      entries.add(
          new Written(
              new String(record.key(), UTF_8),
              read(() -> CODECS.ledgerEntry().decode(record.value())),
              headers(record.headers()),
              record.timestamp()));
    }
    return List.copyOf(entries);
  }

  Written onlyEntry() {
    assertThat(entries()).hasSize(1);
    return entries.get(0);
  }

  List<EntryKind> kinds() {
    return entries().stream().map(written -> written.entry().kind()).toList();
  }

  List<RefusalBatch> batches() {
    return entries().stream()
        .map(Written::entry)
        .filter(entry -> entry.kind() == EntryKind.REFUSALS)
        .map(
            entry ->
                read(() -> CODECS.refusalBatch().decodePayload(entry.schema(), entry.payload())))
        .toList();
  }

  /** Heads since the last call. */
  List<Told> heads() {
    return read(TOPICS.heads()).stream()
        .map(
            record ->
                new Told(
                    new String(record.key(), UTF_8),
                    read(() -> CODECS.head().decode(record.value()))))
        .toList();
  }

  /** Dead letters since the last call. */
  List<Dead> deadLetters() {
    return read(TOPICS.deadLetters()).stream()
        .map(
            record -> {
              Map<String, String> headers = headers(record.headers());
              return new Dead(
                  new String(record.key(), UTF_8),
                  headers.getOrDefault("floodwall_stage", ""),
                  headers.getOrDefault("floodwall_reason", ""),
                  headers.getOrDefault("floodwall_detail", ""),
                  headers.getOrDefault("floodwall_sha256", ""));
            })
        .toList();
  }

  @Override
  public void close() {
    assertChainIsValid(0, origin, entries());
    driver.close();
    try {
      Utils.delete(folder.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path newFolder() {
    try {
      return Files.createTempDirectory("floodwall-story");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void assertChainIsValid(int partition, String origin, List<Written> entries) {
    var verifier = new ChainVerifier(partition, Chain.genesis(origin));
    entries.forEach(written -> verifier.record(written.key(), written.entry(), written.key()));
    verifier.end("end");
    assertThat(verifier.findings()).isEmpty();
  }

  static Bytes payload(byte[] framed) {
    return read(() -> CODECS.unframe(framed)).payload();
  }

  /** Something that decodes. */
  interface Decoding<T> {
    T decode() throws MalformedRecordException;
  }

  static <T> T read(Decoding<T> decoding) {
    try {
      return decoding.decode();
    } catch (MalformedRecordException e) {
      throw new AssertionError(e);
    }
  }

  static Map<String, String> headers(Headers all) {
    var headers = new TreeMap<String, String>();
    for (Header header : all) {
      headers.put(header.key(), new String(header.value(), UTF_8));
    }
    return headers;
  }

  List<TestRecord<byte[], byte[]>> read(String topic) {
    return driver
        .createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
        .readRecordsToList();
  }
}
