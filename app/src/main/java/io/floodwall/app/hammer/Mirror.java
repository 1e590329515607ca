package io.floodwall.app.hammer;

import io.floodwall.app.ledger.Where;
import io.floodwall.app.wall.Wall;
import io.floodwall.core.ledger.Chain;
import io.floodwall.core.ledger.EntryKind;
import io.floodwall.core.ledger.LedgerEntry;
import io.floodwall.core.tree.Tile;
import io.floodwall.core.tree.TileId;
import io.floodwall.schemas.MalformedRecordException;
import io.floodwall.schemas.Topics;
import io.floodwall.tlog.Checkpoint;
import io.floodwall.tlog.FormatException;
import io.floodwall.tlog.SignedNote;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;

/**
 * Follows the ledger, its tiles and its checkpoints as a client does, and tells the {@link Pulse}
 * when an intent is first under a checkpoint.
 */
final class Mirror implements Runnable, AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(50);
  private static final Pattern TILE_KEY = Pattern.compile("\\d+/(\\d{1,9})/(\\d{1,18})");

  private final Wall wall;
  private final Pulse pulse;
  private final Consumer<byte[], byte[]> consumer;
  private final List<MirroredChain> chains = new ArrayList<>();
  private final List<Deque<Waiting>> waiting = new ArrayList<>();
  private volatile boolean ended;

  /** An intent whose entry is not under a checkpoint yet. */
  private record Waiting(long seq, String id) {}

  Mirror(Wall wall, Pulse pulse) {
    this.wall = wall;
    this.pulse = pulse;
    this.consumer = wall.consumer();
    var all = new ArrayList<TopicPartition>();
    Topics topics = wall.topics();
    for (int partition = 0; partition < wall.partitions(); partition++) {
      chains.add(new MirroredChain());
      waiting.add(new ArrayDeque<>());
      for (String topic : List.of(topics.ledger(), topics.tiles(), topics.checkpoints())) {
        all.add(new TopicPartition(topic, partition));
      }
    }
    consumer.assign(all);
    consumer.seekToBeginning(all);
  }

  List<MirroredChain> chains() {
    return List.copyOf(chains);
  }

  @Override
  public void run() {
    try {
      while (!ended) {
        consumer.poll(POLL).forEach(this::take);
        for (int partition = 0; partition < chains.size(); partition++) {
          for (MirroredChain.Signed signed : chains.get(partition).caughtUp()) {
            covered(waiting.get(partition), signed.checkpoint().size());
          }
        }
      }
    } catch (WakeupException e) {
      ended = true;
    } catch (RuntimeException e) {
      pulse.failure("the mirror ended: " + e);
    } finally {
      consumer.close();
    }
  }

  private void covered(Deque<Waiting> of, long size) {
    while (!of.isEmpty() && of.peekFirst().seq() < size) {
      pulse.receipt(of.removeFirst().id());
    }
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    MirroredChain chain = chains.get(record.partition());
    try {
      if (record.topic().equals(wall.topics().ledger())) {
        LedgerEntry entry = wall.codecs().ledgerEntry().decode(record.value());
        chain.leaf(Chain.leaf(entry));
        if (entry.kind() == EntryKind.VERDICT) {
          String id =
              wall.codecs().decision().decodePayload(entry.schema(), entry.payload()).intent().id();
          pulse.entry(id);
          waiting.get(record.partition()).addLast(new Waiting(entry.seq(), id));
        }
      } else if (record.topic().equals(wall.topics().tiles())) {
        tile(chain, record);
      } else {
        SignedNote note = SignedNote.parse(record.value());
        chain.checkpoint(new MirroredChain.Signed(note, Checkpoint.parse(note.text())));
      }
    } catch (MalformedRecordException | FormatException e) {
      pulse.failure(Where.of(record) + ": " + e.getMessage());
    }
  }

  private static void tile(MirroredChain chain, ConsumerRecord<byte[], byte[]> record)
      throws FormatException {
    Matcher key = TILE_KEY.matcher(String.valueOf(Where.key(record)));
    try {
      if (!key.matches() || record.value() == null) {
        throw new FormatException("there is no tile under the key '" + Where.key(record) + "'");
      }
      var id = new TileId(Integer.parseInt(key.group(1)), Long.parseLong(key.group(2)));
      chain.tile(id, Tile.of(record.value()));
    } catch (IllegalArgumentException e) {
      throw new FormatException(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public void close() {
    ended = true;
    consumer.wakeup();
  }
}
