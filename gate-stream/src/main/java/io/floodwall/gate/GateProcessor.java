package io.floodwall.gate;

import io.floodwall.core.admission.Candidate;
import io.floodwall.core.gate.Decision;
import io.floodwall.core.gate.Gate;
import io.floodwall.core.gate.Ruling;
import io.floodwall.core.gate.Verdict;
import io.floodwall.core.intent.Intent;
import io.floodwall.runtime.CommitPace;
import io.floodwall.runtime.CommitStore;
import io.floodwall.runtime.DeadLetterLog;
import io.floodwall.runtime.RoutedKey;
import io.floodwall.runtime.Streams;
import io.floodwall.runtime.UnusableRecordException;
import io.floodwall.schemas.Codecs;
import io.floodwall.schemas.Topics;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Rules on candidates by the bundle in force of their tenant, and puts published bundles in force.
 *
 * <p>It only moves things: what a bundle means is {@link Gate}'s, what is kept is {@link Bundles}'
 * and {@link DecisionSequence}'s.
 */
final class GateProcessor implements Processor<byte[], byte[], RoutedKey, byte[]> {
  private static final Logger LOG = LoggerFactory.getLogger(GateProcessor.class);

  private final GateConfig config;
  private final Codecs codecs;
  private final String policiesTopic;
  private final Map<Verdict, String> topicOf = new EnumMap<>(Verdict.class);
  private final String ledgerName;
  private final GateMeters meters;

  private ProcessorContext<RoutedKey, byte[]> context;
  private final DeadLetterLog deadLetters = new DeadLetterLog(LOG);
  private CandidateDoor door;
  private Bundles bundles;
  private DecisionSequence sequence;
  private Outbox outbox;
  private CommitPace pace;
  private GateMeters.Task gauges;

  @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else
  private GateProcessor(GateConfig config, Codecs codecs, GateMeters meters) {
    this.config = config;
    this.meters = meters;
    this.codecs = codecs;
    this.ledgerName = config.ledgerName();
    Topics topics = config.topics();
    this.policiesTopic = topics.policies();
    for (Verdict verdict : Verdict.values()) {
      topicOf.put(verdict, topics.verdict(verdict));
    }
  }

  /** Makes a processor per task, and names its stores. */
  static ProcessorSupplier<byte[], byte[], RoutedKey, byte[]> supplier(
      GateConfig config, Codecs codecs, GateMeters meters) {
    return new ProcessorSupplier<>() {
      @Override
      public Processor<byte[], byte[], RoutedKey, byte[]> get() {
        return new GateProcessor(config, codecs, meters);
      }

      @Override
      public Set<StoreBuilder<?>> stores() {
        return Set.of(Streams.diskStore(Bundles.STORE), Streams.heapStore(DecisionSequence.STORE));
      }
    };
  }

  @Override
  public void init(ProcessorContext<RoutedKey, byte[]> task) {
    context = task;
    gauges = meters.task(task.taskId().partition());
    door = new CandidateDoor(codecs.candidate(), task.taskId().partition());
    bundles = new Bundles(task.<CommitStore>getStateStore(Bundles.STORE).rows(), codecs);
    CommitStore sequenceStore = task.getStateStore(DecisionSequence.STORE);
    sequence = new DecisionSequence(sequenceStore.rows());
    pace = CommitPace.of(task, config);
    sequenceStore.beforeCommit(
        () -> {
          pace.committing();
          sequence.write();
        });
    outbox = new Outbox(task, codecs.decision(), ledgerName);
    gauges.next(sequence.next());
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    RecordMetadata at = context.recordMetadata().orElseThrow();
    try {
      if (at.topic().equals(policiesTopic)) {
        publish(record, at);
      } else {
        Decision decision = decide(door.read(record), context.currentSystemTimeMs());
        outbox.decision(decision);
        meters.decided(decision);
        gauges.next(sequence.next());
      }
    } catch (UnusableRecordException e) {
      long nowMs = context.currentSystemTimeMs();
      deadLetters.say(Level.WARN, at, e.reason(), e.detail(), nowMs);
      outbox.deadLetter(at, record.value(), e, nowMs);
      meters.deadLetter(e.reason());
    }
    pace.worked();
  }

  @Override
  public void close() {
    gauges.close();
  }

  private Decision decide(Candidate candidate, long nowMs) {
    Intent intent = candidate.intent();
    Bundles.@Nullable InForce bundle = bundles.of(intent.tenant());
    Ruling ruling =
        bundle == null
            ? Gate.unknownTenant(intent)
            : bundle.gate().rule(intent, candidate.facts().releasedAtMs());
    return new Decision(
        intent,
        candidate.facts(),
        ruling,
        Objects.requireNonNull(topicOf.get(ruling.verdict())),
        bundle == null ? null : bundle.ref(),
        sequence.take(),
        nowMs);
  }

  private void publish(Record<byte[], byte[]> record, RecordMetadata at)
      throws UnusableRecordException {
    switch (bundles.publish(record.key(), record.value())) {
      case GOVERNS -> say("bundle-in-force", "the bundle at {} governs from now on", at);
      case ALREADY_GOVERNS -> say("bundle-ignored", "the bundle at {} already governs", at);
      case OLDER ->
          say("bundle-ignored", "the bundle at {} is older than the one in force: ignored", at);
    }
  }

  private static void say(String event, String text, RecordMetadata at) {
    LOG.atInfo().addKeyValue("event", event).log(text, placeOf(at));
  }

  private static String placeOf(RecordMetadata at) {
    return at.topic() + "/" + at.partition() + "/" + at.offset();
  }
}
