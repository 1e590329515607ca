package io.floodwall.ledger;

import io.floodwall.core.Reason;
import io.floodwall.core.gate.Verdict;
import io.floodwall.core.ledger.Chain;
import io.floodwall.core.ledger.EntryKind;
import io.floodwall.core.ledger.LedgerEntry;
import io.floodwall.core.ledger.PublishedHead;
import io.floodwall.runtime.CommitPace;
import io.floodwall.runtime.CommitStore;
import io.floodwall.runtime.RoutedKey;
import io.floodwall.runtime.Streams;
import io.floodwall.runtime.UnusableRecordException;
import io.floodwall.schemas.Codecs;
import io.floodwall.schemas.Framed;
import io.floodwall.schemas.MalformedRecordException;
import io.floodwall.schemas.Topics;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Appends what the wall said and was told to the partition's chain, in the order it arrives.
 *
 * <p>It only moves things: what may stand in the chain is {@link Intake}'s, how it is linked is
 * {@link Chain}'s, what is kept is {@link ChainRows}', {@link DecisionsSeen}'s and {@link
 * OpenBatch}'s. Head, entry and sequence are in one transaction because Kafka Streams puts all of a
 * task's stores and outputs in one.
 */
final class LedgerProcessor implements Processor<byte[], byte[], RoutedKey, byte[]> {
  private final LedgerConfig config;
  private final Codecs codecs;
  private final LedgerMeters meters;
  private final Topics topics;
  private final Map<String, Verdict> verdictOf;

  // set in init, before any record comes
  private ProcessorContext<RoutedKey, byte[]> context;
  private Intake intake;
  private ChainRows chain;
  private DecisionsSeen decisions;
  private OpenBatch refusals;
  private Outbox outbox;
  private CommitPace pace;
  private LedgerMeters.Task gauges;
  private long publishedSize;

  @SuppressWarnings("NullAway.Init")
  private LedgerProcessor(LedgerConfig config, Codecs codecs, LedgerMeters meters) {
    this.meters = meters;
    this.config = config;
    this.codecs = codecs;
    this.topics = config.topics();
    this.verdictOf =
        Stream.of(Verdict.values())
            .collect(Collectors.toUnmodifiableMap(topics::verdict, verdict -> verdict));
  }

  /** Makes a processor per task, and names its stores. */
  static ProcessorSupplier<byte[], byte[], RoutedKey, byte[]> supplier(
      LedgerConfig config, Codecs codecs, LedgerMeters meters) {
    return new ProcessorSupplier<>() {
      @Override
      public Processor<byte[], byte[], RoutedKey, byte[]> get() {
        return new LedgerProcessor(config, codecs, meters);
      }

      @Override
      public Set<StoreBuilder<?>> stores() {
        return Set.of(
            Streams.heapStore(ChainRows.STORE),
            Streams.diskStore(DecisionsSeen.STORE),
            Streams.heapStore(OpenBatch.STORE));
      }
    };
  }

  @Override
  public void init(ProcessorContext<RoutedKey, byte[]> task) {
    int partition = task.taskId().partition();
    String origin = Chain.origin(config.ledgerName(), partition);
    context = task;
    gauges = meters.task(partition);
    intake = new Intake(codecs, partition);
    CommitStore chainStore = task.getStateStore(ChainRows.STORE);
    chain = new ChainRows(chainStore.rows(), codecs.ledgerEntry(), origin);
    pace = CommitPace.of(task, config);
    chainStore.beforeCommit(
        () -> {
          pace.committing();
          chain.write();
        });
    CommitStore decisionStore = task.getStateStore(DecisionsSeen.STORE);
    decisions = new DecisionsSeen(decisionStore.rows());
    decisionStore.beforeCommit(decisions::write);
    refusals =
        new OpenBatch(
            task.<CommitStore>getStateStore(OpenBatch.STORE).rows(), task.currentSystemTimeMs());
    outbox = new Outbox(task, codecs.head(), config.ledgerName());
    gauges.standsAt(chain.head(), decisions);
    publishedSize = 0; // whether the last head was published is not known: publish it again
    task.schedule(config.turn(), PunctuationType.WALL_CLOCK_TIME, this::turn);
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    RecordMetadata at = context.recordMetadata().orElseThrow();
    long nowMs = context.currentSystemTimeMs();
    try {
      record(at.topic(), record, nowMs);
    } catch (UnusableRecordException e) {
      outbox.deadLetter(at, record.value(), e, nowMs);
      meters.deadLetter(e.reason());
    }
    pace.worked();
  }

  private void record(String topic, Record<byte[], byte[]> record, long nowMs)
      throws UnusableRecordException {
    Verdict verdict = verdictOf.get(topic);
    if (verdict != null) {
      decided(intake.decision(topic, verdict, record), nowMs);
    } else if (topic.equals(topics.refused())) {
      refused(record, nowMs);
    } else if (topic.equals(topics.outcomes())) {
      Intake.Done done = intake.outcome(record);
      append(EntryKind.OUTCOME, done.framed(), done.subject(), nowMs);
    } else if (topic.equals(topics.policies())) {
      append(EntryKind.BUNDLE, intake.bundle(record), null, nowMs);
    } else {
      append(EntryKind.CONTROL, intake.control(record), null, nowMs);
    }
  }

  private void decided(Intake.Ruled ruled, long nowMs) throws UnusableRecordException {
    if (decisions.contains(ruled.decisionSeq())) {
      throw new UnusableRecordException(
          Reason.DUPLICATE_DECISION,
          "decision " + ruled.decisionSeq() + " is in the ledger already");
    }
    decisions.add(ruled.decisionSeq());
    append(EntryKind.VERDICT, ruled.framed(), ruled.subject(), nowMs);
    meters.recorded(ruled.appendMs(), nowMs);
  }

  private void refused(Record<byte[], byte[]> record, long nowMs) throws UnusableRecordException {
    refusals.add(intake.refusal(record), record.value(), nowMs);
    if (refusals.count() >= config.refusalsMax()) {
      closeRefusals(nowMs);
    }
  }

  @Override
  public void close() {
    gauges.close();
  }

  /**
   * The clock's turn: records refusals that waited long enough, and says where the chain stands.
   */
  private void turn(long nowMs) {
    if (refusals.isDue(nowMs, config.refusalsLingerMs())) {
      closeRefusals(nowMs);
    }
    if (chain.head().size() != publishedSize) {
      int partition = context.taskId().partition();
      outbox.head(
          new PublishedHead(chain.origin(), partition, chain.head(), decisions.through()), nowMs);
      publishedSize = chain.head().size();
    }
  }

  private void closeRefusals(long nowMs) {
    append(EntryKind.REFUSALS, framed(codecs.refusalBatch().encode(refusals.close())), null, nowMs);
  }

  private void append(EntryKind kind, Framed framed, @Nullable String subject, long nowMs) {
    LedgerEntry entry = chain.head().next(kind, framed.fingerprint(), framed.payload());
    byte[] value = codecs.ledgerEntry().encode(entry);
    chain.advance(entry, value);
    outbox.entry(entry, value, subject, nowMs);
    meters.appended(kind);
    gauges.standsAt(chain.head(), decisions);
  }

  private Framed framed(byte[] value) {
    try {
      return codecs.unframe(value);
    } catch (MalformedRecordException e) {
      throw new IllegalStateException("what was just framed does not unframe", e);
    }
  }
}
