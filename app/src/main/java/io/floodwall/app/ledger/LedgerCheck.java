package io.floodwall.app.ledger;

import io.floodwall.app.wall.TopicReader;
import io.floodwall.app.wall.Wall;
import io.floodwall.core.ledger.Chain;
import io.floodwall.core.ledger.Finding;
import io.floodwall.core.ledger.LedgerEntry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Recomputes the chains of a wall's ledger and compares them with the published heads.
 *
 * <p>The heads are read first: whatever is written meanwhile only makes chains longer than their
 * heads, never shorter.
 */
public final class LedgerCheck {
  private final Wall wall;
  private final String name;

  /** A check of the ledger called {@code name} in its chains' origins. */
  public LedgerCheck(Wall wall, String name) {
    this.wall = wall;
    this.name = name;
  }

  /**
   * One chain, checked.
   *
   * @param head where it stands, or null where damage hides the last digest
   * @param findings what was found, at most so many; {@code findingsCount} says how many there were
   */
  public record Checked(
      int partition,
      long records,
      Chain.@Nullable Head head,
      List<Finding> findings,
      long findingsCount) {
    public Checked {
      findings = List.copyOf(findings);
    }

    public boolean isValid() {
      return findingsCount == 0;
    }
  }

  /** Sees every record that decodes as an entry, in the order of its chain. */
  public interface EntryListener {
    void entry(int partition, LedgerEntry entry);
  }

  /** An {@link EntryListener} that sees the record around the entry too. */
  interface RecordListener {
    void entry(ConsumerRecord<byte[], byte[]> record, LedgerEntry entry);
  }

  /** Checks all chains; {@code progress} is told how many offsets of how many are done. */
  public List<Checked> run(EntryListener listener, BiConsumer<Long, Long> progress) {
    Heads heads = Heads.read(wall);
    List<TopicPartition> all = new TopicReader(wall).partitionsOf(wall.topics().ledger());
    return run(heads, all, (record, entry) -> listener.entry(record.partition(), entry), progress);
  }

  /** Checks the chains in these partitions against heads that were read before. */
  List<Checked> run(
      Heads heads,
      Collection<TopicPartition> partitions,
      RecordListener listener,
      BiConsumer<Long, Long> progress) {
    var feeds = new TreeMap<Integer, ChainFeed>();
    for (TopicPartition partition : partitions) {
      feeds.put(
          partition.partition(), new ChainFeed(partition.partition(), name, wall.codecs(), heads));
    }
    new DamageTolerantReader(wall).read(partitions, new Entries(feeds, listener, progress));
    var checked = new ArrayList<Checked>();
    feeds.forEach(
        (partition, feed) ->
            checked.add(feed.end("the end of " + wall.topics().ledger() + "-" + partition)));
    return checked;
  }

  /** Hands every record to the feed of its chain. */
  private static final class Entries implements TopicReader.Sink {
    private final Map<Integer, ChainFeed> feeds;
    private final RecordListener listener;
    private final BiConsumer<Long, Long> progress;

    Entries(
        Map<Integer, ChainFeed> feeds, RecordListener listener, BiConsumer<Long, Long> progress) {
      this.feeds = feeds;
      this.listener = listener;
      this.progress = progress;
    }

    @Override
    public void record(ConsumerRecord<byte[], byte[]> record) {
      LedgerEntry entry = feed(record.partition()).record(record);
      if (entry != null) {
        listener.entry(record, entry);
      }
    }

    @Override
    public void unreadable(TopicPartition partition, long offset, KafkaException why) {
      feed(partition.partition()).unreadable(partition.topic(), offset, Where.why(why));
    }

    @Override
    public void progress(long done, long total) {
      progress.accept(done, total);
    }

    private ChainFeed feed(int partition) {
      ChainFeed feed = feeds.get(partition);
      if (feed == null) {
        throw new IllegalStateException("no chain for partition " + partition);
      }
      return feed;
    }
  }
}
