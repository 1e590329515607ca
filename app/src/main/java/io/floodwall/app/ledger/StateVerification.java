package io.floodwall.app.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.floodwall.app.cli.Json;
import io.floodwall.app.wall.TopicReader;
import io.floodwall.app.wall.Wall;
import io.floodwall.core.Bytes;
import io.floodwall.core.intent.PlainText;
import io.floodwall.runtime.Changelogs;
import io.floodwall.runtime.RowStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Compares the rows that stopped applications keep on their changelogs with those that the ledger
 * and the retained topics fold to.
 *
 * <p>The open batch of refusals and the sealer's rows are not compared: the first is read again,
 * the sealer compares its own with the chain. Where retention has taken intents of a partition,
 * what folds from them, its agents and its room, is not either.
 */
final class StateVerification {
  private static final Set<String> NOT_FOLDED = Set.of("refusals", "sealed");
  private static final Set<String> OF_INTENTS = Set.of("agents", "room");
  private static final int KEPT_MAX = 100;
  private static final int SHOWN_BYTES = 24;

  private final Wall wall;
  private final Settled settled;
  private final List<Difference> differences = new ArrayList<>();
  private final Set<String> notCompared = new TreeSet<>();
  private long rows;
  private long count;

  StateVerification(Wall wall, Settled settled) {
    this.wall = wall;
    this.settled = settled;
  }

  /** A row that is not what it folds to; a side is empty where there is no such row. */
  record Difference(String changelog, int partition, String key, String stored, String folded) {}

  /**
   * What came of it.
   *
   * @param differences the first of them; {@code count} says how many there are
   */
  record Outcome(long rows, List<Difference> differences, long count, Set<String> notCompared) {
    Outcome {
      differences = List.copyOf(differences);
      notCompared = new TreeSet<>(notCompared);
    }

    boolean isSame() {
      return count == 0;
    }

    void text(DataOut out) {
      for (Difference one : differences) {
        out.text(one.changelog() + " partition " + one.partition() + " row " + one.key());
        out.text("  stored: " + one.stored());
        out.text("  folded: " + one.folded());
      }
      if (count > differences.size()) {
        out.text("and " + (count - differences.size()) + " more");
      }
      notCompared.forEach(what -> out.text("not compared: " + what));
      out.text(
          "state: "
              + rows
              + " rows folded again: "
              + (isSame() ? "the changelogs hold the same" : count + " differ"));
    }

    ObjectNode json() {
      ObjectNode object = Json.object().put("same", isSame()).put("rows", rows);
      ArrayNode all = object.putArray("differences");
      for (Difference one : differences) {
        all.addObject()
            .put("changelog", one.changelog())
            .put("partition", one.partition())
            .put("key", one.key())
            .put("stored", one.stored())
            .put("folded", one.folded());
      }
      object.put("differences_count", count);
      notCompared.forEach(object.putArray("not_compared")::add);
      return object;
    }
  }

  /** Compares every row of {@code folded}. */
  Outcome run(RebuiltWall folded) {
    Map<TopicPartition, Long> begins =
        settled.begins(new TopicReader(wall).partitionsOf(wall.topics().intents()));
    folded
        .stores()
        .forEach(
            (app, partitions) ->
                partitions.forEach(
                    (partition, stores) -> {
                      var intents = new TopicPartition(wall.topics().intents(), partition);
                      boolean isWhole = begins.getOrDefault(intents, 0L) == 0;
                      stores.forEach(store -> compare(app, partition, store, isWhole));
                    }));
    return new Outcome(rows, differences, count, notCompared);
  }

  private void compare(String app, int partition, RowStore store, boolean isWhole) {
    String changelog = Changelogs.name(wall.prefix() + app, store.name());
    if (NOT_FOLDED.contains(store.name())) {
      return;
    }
    if (!isWhole && OF_INTENTS.contains(store.name())) {
      notCompared.add(changelog + " partition " + partition + ": retention has taken intents");
      return;
    }
    Map<Bytes, byte[]> stored = stored(changelog, partition);
    var keys = new LinkedHashSet<>(stored.keySet());
    var own = new LinkedHashMap<Bytes, byte[]>();
    store.rows().forEach(row -> own.put(Bytes.copyOf(row.key), row.value));
    keys.addAll(own.keySet());
    for (Bytes key : keys) {
      rows++;
      byte[] is = stored.get(key);
      byte[] should = own.get(key);
      if (!Arrays.equals(is, should)) {
        differ(changelog, partition, key.toArray(), is, should);
      }
    }
  }

  private Map<Bytes, byte[]> stored(String changelog, int partition) {
    var last = new LinkedHashMap<Bytes, byte[]>();
    new TopicReader(wall)
        .read(
            List.of(new TopicPartition(changelog, partition)),
            record -> {
              if (record.value() == null) {
                last.remove(Bytes.copyOf(record.key()));
              } else {
                last.put(Bytes.copyOf(record.key()), record.value());
              }
            });
    return last;
  }

  private void differ(
      String changelog,
      int partition,
      byte[] key,
      byte @Nullable [] stored,
      byte @Nullable [] folded) {
    count++;
    if (differences.size() < KEPT_MAX) {
      int at = stored == null || folded == null ? 0 : Math.max(0, Arrays.mismatch(stored, folded));
      differences.add(
          new Difference(changelog, partition, text(key), shown(stored, at), shown(folded, at)));
    }
  }

  /** A key is an agent's name, or short bytes. */
  private static String text(byte[] key) {
    String text = new String(key, UTF_8);
    return Arrays.equals(text.getBytes(UTF_8), key) && text.chars().allMatch(c -> c >= ' ')
        ? PlainText.escaped(text)
        : HexFormat.of().formatHex(key);
  }

  /** The bytes from the first that differs on. */
  private static String shown(byte @Nullable [] row, int at) {
    if (row == null) {
      return "no such row";
    }
    int end = Math.min(row.length, at + SHOWN_BYTES);
    return row.length
        + " bytes, from byte "
        + at
        + ": "
        + HexFormat.of().formatHex(row, Math.min(at, end), end)
        + (end < row.length ? "..." : "");
  }
}
