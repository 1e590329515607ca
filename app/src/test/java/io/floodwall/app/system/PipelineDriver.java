package io.floodwall.app.system;

import io.floodwall.admission.AdmissionConfig;
import io.floodwall.app.wall.LocalWall;
import io.floodwall.core.Reason;
import io.floodwall.core.admission.Control;
import io.floodwall.core.admission.Refusal;
import io.floodwall.core.gate.Decision;
import io.floodwall.core.gate.PolicyBundle;
import io.floodwall.core.intent.Intent;
import io.floodwall.core.ledger.Chain;
import io.floodwall.core.ledger.ChainVerifier;
import io.floodwall.core.ledger.CompatChain;
import io.floodwall.core.ledger.EntryKind;
import io.floodwall.core.ledger.Finding;
import io.floodwall.core.ledger.LedgerEntry;
import io.floodwall.runtime.AppConfig;
import io.floodwall.runtime.StreamApp;
import io.floodwall.schemas.Codecs;
import io.floodwall.schemas.MalformedRecordException;
import io.floodwall.schemas.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/**
 * Admission, gate and ledger as three test drivers on one held clock, each fed with what the one
 * before it wrote.
 */
final class PipelineDriver implements AutoCloseable {
  private final Codecs codecs = Codecs.pinned();
  private final Topics topics = new Topics("floodwall.");
  private final Path folder;
  private final TopologyTestDriver admission;
  private final TopologyTestDriver gate;
  private final TopologyTestDriver ledger;
  private final Map<String, Reason> refused = new HashMap<>();
  private final Map<String, Integer> outcomes = new HashMap<>();
  private final Deque<Decision> decisions = new ArrayDeque<>();
  private final List<LedgerEntry> entries = new ArrayList<>();
  private int waiting;

  PipelineDriver(int capacity, int burst, int refill) {
    try {
      folder = Files.createTempDirectory("floodwall-oracle");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, String> limits =
        Map.of(
            AdmissionConfig.ROOM_CAPACITY, Integer.toString(capacity),
            AdmissionConfig.RATE_BURST, Integer.toString(burst),
            AdmissionConfig.RATE_REFILL, Integer.toString(refill));
    admission = driver(LocalWall.APPS.get(0), limits);
    gate = driver(LocalWall.APPS.get(1), Map.of());
    ledger = driver(LocalWall.APPS.get(2), Map.of());
    PolicyBundle bundle = PolicyBundle.shipped();
    pipe(gate, topics.policies(), bundle.key(), codecs.bundle().encode(bundle), 0);
  }

  void closeValve() {
    control(Control.valve(true, "wave", "test", null));
  }

  /**
   * Opens the valve and lets the clock run until everything that waited has gone through gate and
   * ledger.
   */
  void openValve() {
    control(Control.valve(false, "wave", "test", null));
    admission.advanceWallClockTime(Duration.ofSeconds(1));
    flow();
    ledger.advanceWallClockTime(Duration.ofSeconds(1));
    drain(ledger, topics.ledger(), r -> entries.add(codecs.ledgerEntry().decode(r.value())));
  }

  void offer(Intent intent, long appendMs) {
    pipe(admission, topics.intents(), intent.agent(), codecs.intent().encode(intent), appendMs);
    flow();
  }

  /** The reason the intent was refused for, or null. */
  @Nullable Reason lastRefusal(String id) {
    return refused.get(id);
  }

  int roomDepth() {
    return waiting;
  }

  Decision nextDecision() {
    return decisions.remove();
  }

  int decisionsLeft() {
    return decisions.size();
  }

  Map<String, Integer> outcomesPerIntent() {
    return outcomes;
  }

  List<Finding> ledgerFindings() {
    var verifier = new ChainVerifier(0, Chain.genesis(Chain.origin("floodwall", 0)));
    for (LedgerEntry entry : entries) {
      verifier.record(LedgerEntry.key(0, entry.seq()), entry, "entry " + entry.seq());
    }
    verifier.end("end");
    return verifier.findings();
  }

  long compatHead() {
    var all = new ArrayList<Decision>();
    for (LedgerEntry entry : entries) {
      if (entry.kind() == EntryKind.VERDICT) {
        try {
          all.add(codecs.decision().decodePayload(entry.schema(), entry.payload()));
        } catch (MalformedRecordException e) {
          throw new IllegalStateException(e);
        }
      }
    }
    all.sort(Comparator.comparingLong(Decision::decisionSeq));
    var compat = new CompatChain();
    all.forEach(d -> compat.appendIfDecimal(d.intent().id(), d.intent().agent(), d.verdict()));
    return compat.head();
  }

  @Override
  public void close() {
    admission.close();
    gate.close();
    ledger.close();
  }

  /** Hands on what each stage wrote. */
  private void flow() {
    drain(admission, topics.waiting(), r -> waiting++);
    drain(admission, topics.refused(), this::refusal);
    drain(
        admission,
        topics.candidates(),
        r -> {
          waiting--;
          pipe(
              gate,
              topics.candidates(),
              new String(r.key(), StandardCharsets.UTF_8),
              r.value(),
              r.timestamp());
        });
    for (String topic : List.of(topics.admitted(), topics.deferred(), topics.rejected())) {
      drain(
          gate,
          topic,
          r -> {
            Decision decision = codecs.decision().decode(r.value());
            outcomes.merge(decision.intent().id(), 1, Integer::sum);
            decisions.add(decision);
            pipe(ledger, topic, decision.intent().agent(), r.value(), r.timestamp());
          });
    }
    var inOrder = new ArrayList<>(decisions);
    inOrder.sort(Comparator.comparingLong(Decision::decisionSeq));
    decisions.clear();
    decisions.addAll(inOrder);
  }

  private void refusal(TestRecord<byte[], byte[]> record) throws MalformedRecordException {
    Refusal refusal = codecs.refusal().decode(record.value());
    refused.put(String.valueOf(refusal.intentId()), refusal.reason());
    outcomes.merge(String.valueOf(refusal.intentId()), 1, Integer::sum);
    pipe(ledger, topics.refused(), refusal.agent(), record.value(), record.timestamp());
  }

  private void control(Control control) {
    byte[] value = codecs.control().encode(control);
    pipe(admission, topics.controls(), control.key(), value, 0);
    pipe(ledger, topics.controls(), control.key(), value, 0);
  }

  private TopologyTestDriver driver(StreamApp app, Map<String, String> settings) {
    var given = new HashMap<String, String>(settings);
    given.put("bootstrap.servers", "unused:9092");
    AppConfig config = app.configure(given);
    var properties = new Properties();
    properties.put("application.id", "oracle-" + app.name());
    properties.put("bootstrap.servers", "unused:9092");
    properties.put("state.dir", folder.toString());
    return new TopologyTestDriver(
        app.topology(config, 1), properties, Instant.ofEpochMilli(1_700_000_000_000L));
  }

  private static void pipe(
      TopologyTestDriver driver, String topic, String key, byte[] value, long timestampMs) {
    driver
        .createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer())
        .pipeInput(key.getBytes(StandardCharsets.UTF_8), value, timestampMs);
  }

  private static void drain(TopologyTestDriver driver, String topic, Reader reader) {
    var output =
        driver.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    while (!output.isEmpty()) {
      try {
        reader.read(output.readRecord());
      } catch (MalformedRecordException e) {
        throw new IllegalStateException(topic + " holds a record that does not decode", e);
      }
    }
  }

  private interface Reader {
    void read(TestRecord<byte[], byte[]> record) throws MalformedRecordException;
  }
}
