package io.floodwall.app.demo;

import io.floodwall.app.cli.CommandException;
import io.floodwall.app.cli.ExitCode;
import io.floodwall.app.cli.Progress;
import io.floodwall.app.ledger.LedgerCheck;
import io.floodwall.app.wall.TopicReader;
import io.floodwall.app.wall.Wall;
import io.floodwall.core.Reason;
import io.floodwall.core.gate.Decision;
import io.floodwall.core.gate.Verdict;
import io.floodwall.core.ledger.Chain;
import io.floodwall.core.ledger.CompatChain;
import io.floodwall.core.ledger.EntryKind;
import io.floodwall.core.ledger.LedgerEntry;
import io.floodwall.core.ledger.RefusalBatch;
import io.floodwall.schemas.MalformedRecordException;
import io.floodwall.tlog.FormatException;
import io.floodwall.tlog.SignedNote;
import io.floodwall.tlog.TrustPolicy;
import io.floodwall.tlog.UntrustedException;
import io.floodwall.tlog.VerifierKey;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Time;

/**
 * Follows the demo's ledger as it grows: everything the demo says of the Kafka wall is read from
 * there, save who waits, which is not a verdict and is read from {@code waiting}.
 */
final class LedgerTail implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(50);
  private static final long TIMEOUT_MS = 60_000;

  private final Wall wall;
  private final Consumer<byte[], byte[]> consumer;
  private final Map<Reason, Integer> refused = new EnumMap<>(Reason.class);
  private final Map<Verdict, Integer> verdicts = new EnumMap<>(Verdict.class);
  private final Map<Long, Decision> bySeq = new TreeMap<>();
  private int waiting;
  private long entries;

  private LedgerTail(Wall wall, Consumer<byte[], byte[]> consumer) {
    this.wall = wall;
    this.consumer = consumer;
  }

  static LedgerTail from(Wall wall) {
    Consumer<byte[], byte[]> consumer = wall.consumer();
    List<TopicPartition> sources =
        List.of(
            new TopicPartition(wall.topics().ledger(), 0),
            new TopicPartition(wall.topics().waiting(), 0));
    consumer.assign(sources);
    consumer.seekToBeginning(sources);
    return new LedgerTail(wall, consumer);
  }

  /** Until every intent is either refused, on record, or waiting. */
  void awaitAnswers(int intents) {
    await(
        "at the wall",
        intents,
        () -> refusedCount() + waiting >= intents,
        () -> refusedCount() + waiting);
  }

  /** Until every intent is either refused or decided, on record. */
  void awaitDecisions(int intents) {
    await(
        "ruled on",
        intents,
        () -> refusedCount() + bySeq.size() >= intents,
        () -> refusedCount() + bySeq.size());
  }

  WallResult result(double seconds) {
    var compat = new CompatChain();
    bySeq
        .values()
        .forEach(d -> compat.appendIfDecimal(d.intent().id(), d.intent().agent(), d.verdict()));
    LedgerCheck.Checked chain =
        new LedgerCheck(wall, name(wall)).run((partition, entry) -> {}, (done, total) -> {}).get(0);
    Chain.Head head = chain.head();
    return new WallResult(
        new SeedFlood.Figures(
            refused.getOrDefault(Reason.RATE_LIMITED, 0),
            refused.getOrDefault(Reason.BACKPRESSURE, 0),
            waiting,
            verdicts.getOrDefault(Verdict.ADMIT, 0),
            verdicts.getOrDefault(Verdict.DEFER, 0),
            verdicts.getOrDefault(Verdict.REJECT, 0),
            bySeq.size(),
            compat.head()),
        head == null ? "" : head.digest().hex(),
        chain.isValid(),
        seconds,
        null);
  }

  /**
   * The checkpoint over at least {@code entries} entries, as soon as there is one that verifies.
   */
  String awaitCheckpoint(long entries, VerifierKey key) {
    var at = new TopicPartition(wall.topics().checkpoints(), 0);
    String origin = Chain.origin(name(wall), 0);
    TrustPolicy policy = TrustPolicy.of(List.of(key.named(origin)));
    long deadline = Time.SYSTEM.milliseconds() + TIMEOUT_MS;
    while (Time.SYSTEM.milliseconds() < deadline) {
      ConsumerRecord<byte[], byte[]> last = new TopicReader(wall).last(List.of(at)).get(at);
      try {
        if (last != null) {
          SignedNote note = SignedNote.parse(last.value());
          if (policy.verified(note).size() >= entries) {
            return note.toString();
          }
        }
      } catch (FormatException | UntrustedException e) {
        throw new CommandException(
            ExitCode.TAMPER, "the checkpoint does not verify: " + e.getMessage(), e);
      }
      Time.SYSTEM.sleep(POLL.toMillis());
    }
    throw new CommandException(
        ExitCode.ERROR, "no checkpoint over " + entries + " entries after " + TIMEOUT_MS + " ms");
  }

  /** How many entries of the ledger were seen. */
  long entries() {
    return entries;
  }

  @Override
  public void close() {
    consumer.close();
  }

  private static String name(Wall wall) {
    String prefix = wall.prefix();
    return prefix.substring(0, prefix.length() - 1);
  }

  private int refusedCount() {
    return refused.values().stream().mapToInt(Integer::intValue).sum();
  }

  private void await(
      String task, int total, BooleanSupplier done, java.util.function.IntSupplier count) {
    long deadline = Time.SYSTEM.milliseconds() + TIMEOUT_MS;
    try (Progress progress = Progress.of(task, total)) {
      while (!done.getAsBoolean()) {
        consumer.poll(POLL).forEach(this::record);
        progress.at(count.getAsInt());
        if (Time.SYSTEM.milliseconds() > deadline) {
          throw new CommandException(
              ExitCode.ERROR,
              task
                  + ": only "
                  + count.getAsInt()
                  + " of "
                  + total
                  + " after "
                  + TIMEOUT_MS / 1_000
                  + " s");
        }
      }
    }
  }

  private void record(ConsumerRecord<byte[], byte[]> record) {
    if (record.topic().equals(wall.topics().waiting())) {
      waiting++;
      return;
    }
    try {
      entry(wall.codecs().ledgerEntry().decode(record.value()));
    } catch (MalformedRecordException e) {
      throw new CommandException(
          ExitCode.TAMPER, "the ledger holds a record that does not decode: " + e.getMessage(), e);
    }
  }

  private void entry(LedgerEntry entry) throws MalformedRecordException {
    entries++;
    if (entry.kind() == EntryKind.VERDICT) {
      Decision decision = wall.codecs().decision().decodePayload(entry.schema(), entry.payload());
      bySeq.put(decision.decisionSeq(), decision);
      verdicts.merge(decision.verdict(), 1, Integer::sum);
    } else if (entry.kind() == EntryKind.REFUSALS) {
      RefusalBatch batch =
          wall.codecs().refusalBatch().decodePayload(entry.schema(), entry.payload());
      batch
          .ranges()
          .forEach(range -> refused.merge(range.reason(), range.offsets().size(), Integer::sum));
    }
  }
}
