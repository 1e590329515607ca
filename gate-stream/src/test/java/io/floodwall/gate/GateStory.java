package io.floodwall.gate;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.floodwall.core.Bytes;
import io.floodwall.core.admission.AdmissionFacts;
import io.floodwall.core.admission.Candidate;
import io.floodwall.core.admission.TokenBucket;
import io.floodwall.core.gate.Decision;
import io.floodwall.core.gate.PolicyBundle;
import io.floodwall.core.gate.Verdict;
import io.floodwall.core.intent.Action;
import io.floodwall.core.intent.BlastRadius;
import io.floodwall.core.intent.Intent;
import io.floodwall.core.intent.Priority;
import io.floodwall.runtime.AppConfig;
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
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/** The gate's topology on a clock that the test holds, in the words of the domain. */
final class GateStory implements AutoCloseable {
  static final Instant T0 = Instant.parse("2026-05-01T12:00:00Z");
  static final long RELEASED_MS = T0.toEpochMilli() - 5;
  static final Codecs CODECS = Codecs.pinned();
  static final GateConfig CONFIG = new GateConfig(Map.of("bootstrap.servers", "none:1"));
  static final Topics TOPICS = CONFIG.topics();

  private final Path folder = newFolder();
  private final TopologyTestDriver driver;
  private final TestInputTopic<byte[], byte[]> candidates;
  private final TestInputTopic<byte[], byte[]> policies;

  GateStory() {
    var properties = new Properties();
    properties.put(StreamsConfig.STATE_DIR_CONFIG, folder.toString());
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, CONFIG.applicationId(GateApp.NAME));
    properties.put(
        StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, CONFIG.getString(AppConfig.PREFIX) + ":1");
    driver =
        new TopologyTestDriver(
            GateTopology.build(CONFIG, CODECS, Meters.unscraped()), properties, T0);
    candidates = input(TOPICS.candidates());
    policies = input(TOPICS.policies());
  }

  /** A decision as it lies on its topic. */
  record Ruled(
      String topic,
      String key,
      Decision decision,
      Bytes value,
      Map<String, String> headers,
      long timestampMs) {}

  /** A dead letter as it lies on its topic. */
  record Dead(
      String place, Bytes value, String stage, String reason, String detail, String sha256) {}

  // What the world does

  void publish(PolicyBundle bundle) {
    publish(bundle.key(), CODECS.bundle().encode(bundle));
  }

  void publish(@Nullable String key, byte @Nullable [] value) {
    policies.pipeInput(new TestRecord<>(key == null ? null : key.getBytes(UTF_8), value, T0));
  }

  void propose(Intent... intents) {
    for (Intent intent : intents) {
      candidate(intent.agent(), CODECS.candidate().encode(released(intent, RELEASED_MS)));
    }
  }

  void candidate(@Nullable String key, byte @Nullable [] value) {
    candidates.pipeInput(new TestRecord<>(key == null ? null : key.getBytes(UTF_8), value, T0));
  }

  void advance(Duration time) {
    driver.advanceWallClockTime(time);
  }

  // What the gate said, each told once

  List<Ruled> decisions() {
    var all = new ArrayList<Ruled>();
    for (Verdict verdict : Verdict.values()) {
      all.addAll(decisions(verdict));
    }
    all.sort(Comparator.comparing(ruled -> ruled.decision().decisionSeq()));
    return all;
  }

  List<Ruled> decisions(Verdict verdict) {
    String topic = TOPICS.verdict(verdict);
    return output(topic).readRecordsToList().stream().map(record -> ruled(topic, record)).toList();
  }

  Decision decision() {
    List<Ruled> all = decisions();
    if (all.size() != 1) {
      throw new AssertionError("expected one decision, got " + all);
    }
    return all.get(0).decision();
  }

  List<Dead> deadLetters() {
    return output(TOPICS.deadLetters()).readRecordsToList().stream().map(GateStory::dead).toList();
  }

  @Override
  public void close() {
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

  // Words

  static Intent scale(String agent, String id, String resource) {
    return Intent.of(
        agent, id, new Action.Scale(resource, 3), Priority.NORMAL, BlastRadius.SERVICE);
  }

  static Intent ofTenant(String tenant, Intent intent) {
    return new Intent(
        tenant,
        intent.agent(),
        intent.id(),
        null,
        intent.action(),
        intent.priority(),
        intent.blast(),
        null,
        null,
        null,
        null,
        null);
  }

  static Candidate released(Intent intent, long releasedAtMs) {
    return released(intent, releasedAtMs, 0);
  }

  static Candidate released(Intent intent, long releasedAtMs, int partition) {
    var bucket = new TokenBucket(63_000_000, 0, releasedAtMs);
    return new Candidate(
        intent,
        new AdmissionFacts(
            partition, 41, 40, releasedAtMs - 7, bucket, 2, releasedAtMs - 3, releasedAtMs, null));
  }

  private TestInputTopic<byte[], byte[]> input(String topic) {
    return driver.createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private TestOutputTopic<byte[], byte[]> output(String topic) {
    return driver.createOutputTopic(
        topic, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private static Ruled ruled(String topic, TestRecord<byte[], byte[]> record) {
    try {
      return new Ruled(
          topic,
          new String(record.key(), UTF_8),
          CODECS.decision().decode(record.value()),
          Bytes.copyOf(record.value()),
          headers(record),
          record.timestamp());
    } catch (MalformedRecordException e) {
      throw new AssertionError(e);
    }
  }

  private static Dead dead(TestRecord<byte[], byte[]> record) {
    Map<String, String> headers = headers(record);
    return new Dead(
        new String(record.key(), UTF_8),
        Bytes.copyOf(record.value()),
        headers.getOrDefault("floodwall_stage", ""),
        headers.getOrDefault("floodwall_reason", ""),
        headers.getOrDefault("floodwall_detail", ""),
        headers.getOrDefault("floodwall_sha256", ""));
  }

  private static Map<String, String> headers(TestRecord<byte[], byte[]> record) {
    var headers = new TreeMap<String, String>();
    for (Header header : record.headers()) {
      headers.put(header.key(), new String(header.value(), UTF_8));
    }
    return headers;
  }
}
