package io.floodwall.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.floodwall.core.Reason;
import io.floodwall.core.ledger.Chain;
import io.floodwall.core.ledger.LedgerEntry;
import io.floodwall.core.ledger.PublishedHead;
import io.floodwall.core.tree.Tile;
import io.floodwall.core.tree.TileId;
import io.floodwall.runtime.CommitPace;
import io.floodwall.runtime.CommitStore;
import io.floodwall.runtime.DeadLetter;
import io.floodwall.runtime.DeadLetterLog;
import io.floodwall.runtime.RoutedKey;
import io.floodwall.runtime.Streams;
import io.floodwall.schemas.Codecs;
import io.floodwall.schemas.MalformedRecordException;
import io.floodwall.tlog.Checkpoint;
import io.floodwall.tlog.SignedNote;
import java.util.Set;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.StoreBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Reads a chain back as it was committed, grows its Merkle tree, and signs where it stands.
 *
 * <p>What it reads came through a transaction, so only committed entries are ever signed and an
 * aborted transaction cannot leave two roots of one size. It believes nothing: an entry that is not
 * the next one, or a head that the entries do not lead to, stops the task before anything is
 * signed.
 */
final class SealerProcessor implements Processor<byte[], byte[], RoutedKey, byte[]> {
  private static final int SEQ_DIGITS = 16;
  private static final Logger LOG = LoggerFactory.getLogger(SealerProcessor.class);

  private final DeadLetterLog deadLetters = new DeadLetterLog(LOG);
  private final LedgerConfig config;
  private final Codecs codecs;
  private final SealerKeys keys;
  private final LedgerMeters meters;
  private final String heads;

  // set in init, before any record comes
  private ProcessorContext<RoutedKey, byte[]> context;
  private String origin;
  private String keyPrefix; // of the chain's entries
  private SealRows rows;
  private CommitPace pace;
  private ToldHeads told;
  private LedgerMeters.Tree gauges;
  private long[] written = new long[TileId.LEVEL_MAX];
  private long signedMs;

  @SuppressWarnings("NullAway.Init")
  private SealerProcessor(
      LedgerConfig config, Codecs codecs, SealerKeys keys, LedgerMeters meters) {
    this.config = config;
    this.codecs = codecs;
    this.keys = keys;
    this.meters = meters;
    this.heads = config.topics().heads();
  }

  /** Makes a processor per task, and names its store. */
  static ProcessorSupplier<byte[], byte[], RoutedKey, byte[]> supplier(
      LedgerConfig config, Codecs codecs, SealerKeys keys, LedgerMeters meters) {
    return new ProcessorSupplier<>() {
      @Override
      public Processor<byte[], byte[], RoutedKey, byte[]> get() {
        return new SealerProcessor(config, codecs, keys, meters);
      }

      @Override
      public Set<StoreBuilder<?>> stores() {
        return Set.of(Streams.heapStore(SealRows.STORE));
      }
    };
  }

  @Override
  public void init(ProcessorContext<RoutedKey, byte[]> task) {
    int partition = task.taskId().partition();
    context = task;
    origin = Chain.origin(config.ledgerName(), partition);
    keyPrefix = partition + "/";
    CommitStore store = task.getStateStore(SealRows.STORE);
    rows = new SealRows(store.rows(), origin);
    pace = CommitPace.of(task, config);
    store.beforeCommit(
        () -> {
          pace.committing();
          rows.write();
        });
    told = new ToldHeads(origin, rows.head());
    written = new long[TileId.LEVEL_MAX]; // what was written is not known: write it again
    signedMs = Long.MIN_VALUE;
    gauges = meters.tree(partition);
    gauges.standsAt(rows.head().size(), rows.signed());
    if (keys.canSign()) {
      task.schedule(config.turn(), PunctuationType.WALL_CLOCK_TIME, this::turn);
    }
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    if (context.recordMetadata().orElseThrow().topic().equals(heads)) {
      head(record);
    } else {
      String key = text(record.key());
      if (isEntryKey(key)) {
        grow(next(key, record.value()), record.timestamp());
      } else {
        deadLetter(record, Reason.UNEXPECTED_RECORD, "a stranger's record among the entries");
      }
    }
    pace.worked();
  }

  private void grow(LedgerEntry entry, long atMs) {
    Chain.Head reached = rows.head().after(entry);
    rows.grow(Chain.leaf(entry), reached, (id, tile) -> write(id, tile, atMs));
    told.reached(reached);
    gauges.standsAt(reached.size(), rows.signed());
  }

  @Override
  public void close() {
    gauges.close();
  }

  private LedgerEntry next(String key, byte[] value) {
    Chain.Head head = rows.head();
    try {
      LedgerEntry entry = codecs.ledgerEntry().decode(value);
      if (entry.seq() != head.size()) {
        throw broken("entry " + entry.seq() + " stands in its place");
      }
      if (seqOf(key) != head.size()) {
        throw broken("its key is " + key);
      }
      require(entry.prev().equals(head.digest()), "it does not link to the entry before it");
      require(entry.isSound(), "its digest is not that of its fields");
      return entry;
    } catch (MalformedRecordException e) {
      throw broken("its record does not decode: " + e.getMessage());
    }
  }

  /** A head that is none of this chain's says nothing about it; it is kept as a dead letter. */
  private void head(Record<byte[], byte[]> record) {
    try {
      PublishedHead head = codecs.head().decode(record.value());
      if (head.origin().equals(origin)) {
        told.told(head.head());
      } else {
        deadLetter(record, Reason.UNEXPECTED_RECORD, "a head of the chain " + head.origin());
      }
    } catch (MalformedRecordException e) {
      deadLetter(record, Reason.MALFORMED, String.valueOf(e.getMessage()));
    }
  }

  private void deadLetter(Record<byte[], byte[]> record, Reason reason, String detail) {
    RecordMetadata at = context.recordMetadata().orElseThrow();
    long nowMs = context.currentSystemTimeMs();
    deadLetters.say(Level.WARN, at, reason, detail, nowMs);
    meters.deadLetter(reason);
    context.forward(
        DeadLetter.of(LedgerApp.NAME, at, record.value(), reason, detail, nowMs),
        LedgerTopology.DEAD_LETTERS_BACK);
  }

  /** The clock's turn: signs where the tree stands, if it moved and the last time is past. */
  private void turn(long nowMs) {
    boolean due = nowMs < signedMs || nowMs - config.sealIntervalMs() >= signedMs;
    if (rows.head().size() == rows.signed() || !due) {
      return;
    }
    rows.tree().partial((id, tile) -> writeIfMoved(id, tile, nowMs));
    var checkpoint = new Checkpoint(origin, rows.tree().size(), rows.tree().root());
    SignedNote note = keys.sign(checkpoint);
    forward(
        LedgerTopology.CHECKPOINTS,
        Long.toString(checkpoint.size()),
        note.toString().getBytes(UTF_8),
        nowMs);
    rows.sign();
    signedMs = nowMs;
    meters.signed();
    gauges.standsAt(rows.head().size(), rows.signed());
  }

  /** The last tile of a higher level stays the same for long; it is written when it grew. */
  private void writeIfMoved(TileId id, Tile tile, long nowMs) {
    long hashes = rows.tree().size() >>> (id.level() * TileId.HEIGHT);
    if (written[id.level()] != hashes) {
      written[id.level()] = hashes;
      write(id, tile, nowMs);
    }
  }

  private void write(TileId id, Tile tile, long nowMs) {
    forward(LedgerTopology.TILES, id.toString(), tile.bytes().toArray(), nowMs);
  }

  private void forward(String sink, String place, byte[] value, long nowMs) {
    int partition = context.taskId().partition();
    context.forward(
        new Record<>(new RoutedKey(partition, partition + "/" + place), value, nowMs), sink);
  }

  /** Whether a record claims to be an entry of this chain; whatever does must be the next one. */
  private boolean isEntryKey(String key) {
    int digits = keyPrefix.length();
    return key.startsWith(keyPrefix)
        && key.length() == digits + SEQ_DIGITS
        && areDigits(key, digits);
  }

  private long seqOf(String entryKey) {
    return Long.parseLong(entryKey, keyPrefix.length(), entryKey.length(), 10);
  }

  private static boolean areDigits(String key, int from) {
    for (int i = from; i < key.length(); i++) {
      if (key.charAt(i) < '0' || key.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  private void require(boolean holds, String problem) {
    if (!holds) {
      throw broken(problem);
    }
  }

  private BrokenLedgerException broken(String problem) {
    return new BrokenLedgerException(origin, rows.head().size(), problem);
  }

  private static String text(byte[] key) {
    return key == null ? "missing" : new String(key, UTF_8);
  }
}
