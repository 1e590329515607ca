package io.floodwall.app.ledger;

import io.floodwall.app.wall.TopicReader;
import io.floodwall.app.wall.Wall;
import io.floodwall.core.ledger.Chain;
import io.floodwall.core.ledger.ChainVerifier;
import io.floodwall.core.ledger.Finding;
import io.floodwall.core.ledger.LedgerEntry;
import io.floodwall.core.ledger.PublishedHead;
import io.floodwall.schemas.Codec;
import io.floodwall.schemas.MalformedRecordException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Recomputes every chain of a wall's ledger and compares it with the published heads.
 *
 * <p>The heads are read first: whatever is written meanwhile only makes chains longer than their heads, never shorter.
 */
public final class LedgerCheck {
  private final Wall wall;
  private final String name;
  private final Map<Integer, ChainVerifier> chains = new TreeMap<>();
  private final List<Finding> headFindings = new ArrayList<>();

  /** A check of the ledger called {@code name} in its chains' origins. */
  public LedgerCheck(Wall wall, String name) {
    this.wall = wall;
    this.name = name;
  }

  /** One chain, checked. */
  public record Checked(int partition, long records, Chain.@Nullable Head head, List<Finding> findings, long findingsCount) {
    public boolean isValid() {
      return findingsCount == 0;
    }
  }

  /** Sees every record that decodes as an entry, in the order of its chain. */
  public interface EntryListener {
    void entry(int partition, LedgerEntry entry);
  }

  /** Checks all chains; {@code progress} is told how many records of how many are done. */
  public List<Checked> run(EntryListener listener, BiConsumer<Long, Long> progress) {
    var reader = new TopicReader(wall);
    List<TopicPartition> partitions = reader.partitionsOf(wall.topics().ledger());
    for (TopicPartition partition : partitions) {
      int number = partition.partition();
      chains.put(number, new ChainVerifier(number, Chain.genesis(Chain.origin(name, number))));
    }
    readHeads(reader);
    reader.read(partitions, new Entries(wall.codecs().ledgerEntry(), listener, progress));
    var checked = new ArrayList<Checked>();
    chains.forEach(
        (partition, chain) -> {
          chain.end("the end of " + wall.topics().ledger() + "-" + partition);
          var findings = new ArrayList<Finding>(chain.findings());
          headFindings.stream().filter(finding -> finding.partition() == partition).forEach(findings::add);
          long count = chain.findingsCount() + findings.size() - chain.findings().size();
          checked.add(new Checked(partition, chain.records(), chain.head(), findings, count));
        });
    return checked;
  }

  private void readHeads(TopicReader reader) {
    var last = new TreeMap<Integer, PublishedHead>();
    var places = new TreeMap<Integer, String>();
    var decoder = wall.codecs().head();
    reader.read(
        reader.partitionsOf(wall.topics().heads()),
        new TopicReader.Sink() {
          @Override
          public void record(ConsumerRecord<byte[], byte[]> record) {
            try {
              PublishedHead head = decoder.decode(record.value());
              boolean own =
                  head.partition() == record.partition()
                      && Integer.toString(head.partition()).equals(text(record.key()))
                      && head.origin().equals(Chain.origin(name, record.partition()));
              if (own) {
                last.put(record.partition(), head);
                places.put(record.partition(), place(record));
              } else {
                bad(record, "a head of " + head.origin() + " under key " + text(record.key()));
              }
            } catch (MalformedRecordException e) {
              bad(record, "a head that does not decode: " + e.getMessage());
            }
          }

          private void bad(ConsumerRecord<byte[], byte[]> record, String detail) {
            headFindings.add(
                new Finding(Finding.Check.HEAD, record.partition(), -1, place(record), detail));
          }

          @Override
          public void unreadable(TopicPartition partition, long offset, KafkaException why) {
            headFindings.add(
                new Finding(Finding.Check.HEAD, partition.partition(), -1, partition + "@" + offset, why.getMessage()));
          }
        });
    last.forEach(
        (partition, head) -> {
          ChainVerifier chain = chains.get(partition);
          if (chain != null) {
            chain.expectHead(head.head(), places.getOrDefault(partition, ""));
          }
        });
  }

  private static @Nullable String text(byte @Nullable [] key) {
    return key == null ? null : new String(key, StandardCharsets.UTF_8);
  }

  private static String place(ConsumerRecord<byte[], byte[]> record) {
    return record.topic() + "-" + record.partition() + "@" + record.offset();
  }

  /** Feeds the chains. */
  private final class Entries implements TopicReader.Sink {
    private final Codec<LedgerEntry> codec;
    private final EntryListener listener;
    private final BiConsumer<Long, Long> progress;

    Entries(Codec<LedgerEntry> codec, EntryListener listener, BiConsumer<Long, Long> progress) {
      this.codec = codec;
      this.listener = listener;
      this.progress = progress;
    }

    @Override
    public void record(ConsumerRecord<byte[], byte[]> record) {
      ChainVerifier chain = chainOf(record.partition());
      String key = text(record.key());
      if (record.value() == null) {
        chain.tombstone(key, place(record));
        return;
      }
      try {
        LedgerEntry entry = codec.decode(record.value());
        chain.record(key, entry, place(record));
        listener.entry(record.partition(), entry);
      } catch (MalformedRecordException e) {
        chain.unreadable(key, place(record), String.valueOf(e.getMessage()));
      }
    }

    @Override
    public void unreadable(TopicPartition partition, long offset, KafkaException why) {
      chainOf(partition.partition()).unreadable(null, partition + "@" + offset, String.valueOf(why.getMessage()));
    }

    @Override
    public void progress(long done, long total) {
      progress.accept(done, total);
    }

    private ChainVerifier chainOf(int partition) {
      ChainVerifier chain = chains.get(partition);
      if (chain == null) {
        throw new IllegalStateException("no chain for partition " + partition);
      }
      return chain;
    }
  }
}
