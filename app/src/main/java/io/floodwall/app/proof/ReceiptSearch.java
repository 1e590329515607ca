package io.floodwall.app.proof;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.floodwall.app.cli.CommandException;
import io.floodwall.app.cli.ExitCode;
import io.floodwall.app.look.IntentName;
import io.floodwall.app.wall.TopicReader;
import io.floodwall.app.wall.Wall;
import io.floodwall.core.gate.Decision;
import io.floodwall.core.ledger.EntryKind;
import io.floodwall.core.ledger.LedgerEntry;
import io.floodwall.core.tree.MissingTileException;
import io.floodwall.core.tree.Tile;
import io.floodwall.core.tree.TileId;
import io.floodwall.schemas.MalformedRecordException;
import io.floodwall.schemas.Topics;
import io.floodwall.tlog.Checkpoint;
import io.floodwall.tlog.FormatException;
import io.floodwall.tlog.Receipt;
import io.floodwall.tlog.SignedNote;
import io.floodwall.tlog.UntrustedException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;

/** Finds a decision's entry, the newest checkpoint over it, and the tiles between the two. */
final class ReceiptSearch {
  private static final long LOOK_EVERY_MS = 50;

  private final Wall wall;
  private final TopicReader reader;
  private final long timeoutMs;

  ReceiptSearch(Wall wall, long timeoutMs) {
    this.wall = wall;
    this.reader = new TopicReader(wall);
    this.timeoutMs = timeoutMs;
  }

  private record Found(int partition, LedgerEntry entry) {}

  /** The receipt of the newest decision on the first of {@code names} that there is one of. */
  Receipt find(List<IntentName> names, boolean full) {
    Found found = null;
    for (int i = 0; i < names.size() && found == null; i++) {
      found = entry(names.get(i));
    }
    if (found == null) {
      throw new CommandException(
          ExitCode.ERROR,
          "the ledger has no decision on "
              + names.get(0).agent()
              + "/"
              + names.get(0).id()
              + "; floodwall why says what became of it");
    }
    SignedNote note = checkpoint(found);
    try {
      long size = Checkpoint.parse(note.text()).size();
      Map<TileId, Tile> tiles = tiles(found, size);
      return Receipt.of(
          found.entry(),
          note,
          (id, width) -> {
            Tile tile = tiles.get(id);
            if (tile == null || tile.width() < width) {
              throw new MissingTileException(id, width, tile == null ? 0 : tile.width());
            }
            return tile;
          },
          full);
    } catch (FormatException | UntrustedException | MissingTileException e) {
      throw new CommandException(
          ExitCode.TAMPER,
          "no receipt can be made: " + e.getMessage() + "; run: floodwall fsck",
          e);
    }
  }

  private @Nullable Found entry(IntentName name) {
    int partition = Topics.partitionOf(name.agent(), wall.partitions());
    var last = new LedgerEntry[1];
    reader.read(
        List.of(new TopicPartition(wall.topics().ledger(), partition)),
        record -> {
          LedgerEntry entry = decoded(record);
          if (entry.kind() == EntryKind.VERDICT && isOf(name, entry)) {
            last[0] = entry;
          }
        });
    return last[0] == null ? null : new Found(partition, last[0]);
  }

  private boolean isOf(IntentName name, LedgerEntry entry) {
    try {
      Decision decision = wall.codecs().decision().decodePayload(entry.schema(), entry.payload());
      return decision.intent().agent().equals(name.agent())
          && decision.intent().id().equals(name.id());
    } catch (MalformedRecordException e) {
      return false; // a later floodwall's decision, say: it is not the one that was asked for
    }
  }

  private LedgerEntry decoded(ConsumerRecord<byte[], byte[]> record) {
    try {
      return wall.codecs().ledgerEntry().decode(record.value());
    } catch (MalformedRecordException e) {
      throw new CommandException(
          ExitCode.TAMPER,
          "the ledger holds a record that does not decode; run: floodwall fsck",
          e);
    }
  }

  /** The newest checkpoint over the entry, with the signatures of its witnesses. */
  private SignedNote checkpoint(Found found) {
    var at = new TopicPartition(wall.topics().checkpoints(), found.partition());
    long deadline = Time.SYSTEM.milliseconds() + timeoutMs;
    while (true) {
      ConsumerRecord<byte[], byte[]> newest = reader.last(List.of(at)).get(at);
      if (newest != null) {
        try {
          SignedNote note = SignedNote.parse(newest.value());
          long size = Checkpoint.parse(note.text()).size();
          if (size > found.entry().seq()) {
            return witnessed(found, note, size);
          }
        } catch (FormatException e) {
          throw new CommandException(
              ExitCode.TAMPER, "the newest checkpoint is damaged: " + e.getMessage(), e);
        }
      }
      if (Time.SYSTEM.milliseconds() > deadline) {
        throw new CommandException(
            ExitCode.PENDING,
            "entry "
                + found.entry().seq()
                + " is not under a checkpoint yet; is there a key to sign with"
                + " (floodwall.sealer.key.files)?");
      }
      Time.SYSTEM.sleep(LOOK_EVERY_MS);
    }
  }

  /** The newest checkpoint that witnesses saw, if there is one over the entry; else the newest. */
  private SignedNote witnessed(Found found, SignedNote newest, long size) {
    var best = new SignedNote[] {newest};
    var sizes = new long[] {-1};
    reader.read(
        List.of(new TopicPartition(wall.topics().cosignatures(), found.partition())),
        record -> {
          try {
            SignedNote note = SignedNote.parse(record.value());
            long of = Checkpoint.parse(note.text()).size();
            if (of > found.entry().seq() && of <= size) {
              best[0] = of == sizes[0] ? joined(best[0], note) : note;
              sizes[0] = of;
            }
          } catch (FormatException e) {
            sizes[0] = Math.max(sizes[0], -1); // fsck tells of it; a receipt does without
          }
        });
    if (sizes[0] < 0 || sizes[0] == size) {
      return sizes[0] < 0 ? newest : joined(newest, best[0]);
    }
    SignedNote signed = signed(found.partition(), sizes[0]);
    return signed == null ? newest : joined(signed, best[0]);
  }

  private @Nullable SignedNote signed(int partition, long size) {
    String key = partition + "/" + size;
    var note = new SignedNote[1];
    reader.read(
        List.of(new TopicPartition(wall.topics().checkpoints(), partition)),
        record -> {
          if (record.key() != null && new String(record.key(), UTF_8).equals(key)) {
            try {
              note[0] = SignedNote.parse(record.value());
            } catch (FormatException e) {
              note[0] = null;
            }
          }
        });
    return note[0];
  }

  private static SignedNote joined(SignedNote note, SignedNote more) {
    SignedNote joined = note;
    if (note.text().equals(more.text())) {
      for (var signature : more.signatures()) {
        joined = joined.signatures().contains(signature) ? joined : joined.with(signature);
      }
    }
    return joined;
  }

  private Map<TileId, Tile> tiles(Found found, long size) {
    var byKey = new HashMap<String, TileId>();
    Receipt.needs(found.entry().seq(), size)
        .keySet()
        .forEach(id -> byKey.put(found.partition() + "/" + id, id));
    var tiles = new HashMap<TileId, Tile>();
    reader.read(
        List.of(new TopicPartition(wall.topics().tiles(), found.partition())),
        record -> {
          TileId id = record.key() == null ? null : byKey.get(new String(record.key(), UTF_8));
          if (id != null && record.value() != null) {
            tiles.put(id, Tile.of(record.value()));
          }
        });
    return tiles;
  }
}
