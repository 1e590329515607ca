package io.floodwall.tlog;

import static org.assertj.core.api.Assertions.assertThat;

import io.floodwall.core.ledger.Chain;
import io.floodwall.core.ledger.LedgerEntry;
import io.floodwall.core.tree.TileId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every attack at every layer: what the table of docs/limitations.md says is detected is, each
 * time, and what it says is not, is not, in fifty tries. The README's table says the same.
 */
class TamperMatrixTest {
  private static final Path LIMITATIONS = Path.of("../docs/limitations.md");
  private static final Path README = Path.of("../README.md");
  private static final long SEED = 19;
  private static final int BITS = 1_000;
  private static final int TRIES = 50;
  private static final int SIZE = GoldenLog.ENTRIES;
  private static final int LAST_SIGNED = 290;

  private final Random random = new Random(SEED);
  private final GoldenLog log = GoldenLog.of("");
  private final GoldenLog other = GoldenLog.of("x");
  private final StoredLog good =
      StoredLog.of(log, SIZE, List.of(Layer.SEEN, LAST_SIGNED), List.of(Layer.SEEN));

  /** The stores that an attack leaves, by its row in the table. */
  private final Map<String, Supplier<Stream<StoredLog>>> attacks = attacks();

  @TestFactory
  Stream<DynamicTest> everyCellOfTheTableHolds() throws IOException {
    Map<String, Map<String, Boolean>> table = table(LIMITATIONS);
    assertThat(table.keySet()).containsExactlyElementsOf(attacks.keySet());
    return table.entrySet().stream()
        .map(
            row ->
                DynamicTest.dynamicTest(
                    row.getKey(), () -> assertHolds(row.getValue(), row.getKey())));
  }

  private void assertHolds(Map<String, Boolean> cells, String attack) {
    // a deployer who was shown another history from the start has pinned that
    Checkpoint seen =
        Layer.checkpoint(attack.equals("show two histories to two readers") ? other : log);
    List<StoredLog> stores = attacks.get(attack).get().toList();
    assertThat(stores).isNotEmpty();
    for (Layer layer : Layer.values()) {
      boolean detected = cells.get(layer.column());
      int tries = detected ? stores.size() : Math.min(TRIES, stores.size());
      for (int i = 0; i < tries; i++) {
        assertThat(layer.detects(stores.get(i), seen))
            .as("%s, %s, try %d of seed %d", attack, layer.column(), i, SEED)
            .isEqualTo(detected);
      }
    }
  }

  @Test
  void theReadmeSaysTheSame() throws IOException {
    assertThat(table(README)).isEqualTo(table(LIMITATIONS));
  }

  @Test
  void nobodyCriesWolfOverAnHonestLog() {
    var grown = StoredLog.of(log, SIZE, List.of(1, 255, Layer.SEEN, 257), List.of(Layer.SEEN));
    for (Layer layer : Layer.values()) {
      assertThat(layer.detects(good, Layer.checkpoint(log))).as(layer.column()).isFalse();
      assertThat(layer.detects(grown, Layer.checkpoint(log))).as(layer.column()).isFalse();
    }
  }

  @Test
  void aTileWithAFlippedBitProvesNothingToWhoHasReceiptsAlone() {
    for (int i = 0; i < BITS; i++) {
      int at = random.nextInt(LAST_SIGNED);
      TileId id = new TileId(0, at / 256);
      byte[] bad = good.tiles().get(id).clone();
      bad[at % 256 * 32 + random.nextInt(32)] ^= (byte) (1 << random.nextInt(8));
      int beside = at ^ 1;
      var proof =
          GoldenLog.proofs(good.withTile(id, bad).readableTiles(), LAST_SIGNED)
              .inclusion(beside, LAST_SIGNED);
      assertThat(proof.proves(Chain.leaf(log.entries().get(beside)), log.tree(LAST_SIGNED).root()))
          .as("leaf %d", at)
          .isFalse();
    }
  }

  private Map<String, Supplier<Stream<StoredLog>>> attacks() {
    List<byte[]> entries = good.entries();
    List<LedgerEntry> honest = log.entries();
    var rows = new LinkedHashMap<String, Supplier<Stream<StoredLog>>>();
    rows.put("flip a bit of an entry", () -> times(BITS, () -> good.with(flipped(entries))));
    rows.put("flip a bit of a tile", () -> times(BITS, this::tileFlipped));
    rows.put(
        "flip a bit of a checkpoint",
        () -> times(BITS, () -> good.withCheckpoints(flipped(good.checkpoints()))));
    rows.put(
        "flip a bit of the cosignature that the quorum needs",
        () -> times(BITS, () -> good.withCosignatures(flipped(good.cosignatures()))));
    rows.put("drop an entry", () -> bent(list -> list.remove(any())));
    rows.put("swap two entries", () -> bent(this::swap));
    rows.put("insert an entry", () -> bent(this::insert));
    rows.put("duplicate an entry", () -> bent(list -> list.add(any(), list.get(any()))));
    rows.put("delete an entry with a tombstone", () -> bent(list -> list.set(any(), null)));
    rows.put(
        "cut the tail, the head left as it was",
        () -> cuts(1, SIZE - 1).map(size -> good.with(entries.subList(0, size))));
    rows.put(
        "cut the tail below the last checkpoint, the head rewritten",
        () -> cuts(1, LAST_SIGNED - 1).map(size -> good.rewritten(honest.subList(0, size))));
    rows.put(
        "edit an entry, everything behind it chained anew, the head rewritten",
        () -> times(TRIES, () -> good.rewritten(edited(random.nextInt(LAST_SIGNED)))));
    rows.put(
        "delete all checkpoints",
        () -> Stream.of(good.withCheckpoints(List.of()).withCosignatures(List.of())));
    rows.put(
        "cut or edit behind the last checkpoint, the head rewritten",
        () ->
            Stream.concat(
                cuts(LAST_SIGNED, SIZE - 1).map(size -> good.rewritten(honest.subList(0, size))),
                IntStream.range(LAST_SIGNED, SIZE).mapToObj(at -> good.rewritten(edited(at)))));
    rows.put(
        "roll back to yesterday's data folder", () -> cuts(1, Layer.SEEN - 1).map(this::yesterday));
    rows.put(
        "replace the whole chain, signed anew with the stolen log key",
        () -> Stream.of(StoredLog.of(other, SIZE, List.of(Layer.SEEN, LAST_SIGNED), List.of())));
    rows.put(
        "show two histories to two readers",
        () -> Stream.of(StoredLog.of(other, SIZE, List.of(Layer.SEEN, LAST_SIGNED), List.of())));
    rows.put("let two writers write one partition", () -> times(TRIES, this::twoWriters));
    return rows;
  }

  private static Stream<StoredLog> times(int count, Supplier<StoredLog> attack) {
    return Stream.generate(attack).limit(count);
  }

  private Stream<Integer> cuts(int from, int to) {
    return Stream.concat(Stream.of(from, to), random.ints(TRIES, from, to + 1).boxed());
  }

  private interface Bend {
    void bend(List<byte[]> entries);
  }

  private Stream<StoredLog> bent(Bend how) {
    return times(
        TRIES,
        () -> {
          var list = new ArrayList<>(good.entries());
          how.bend(list);
          return good.with(list);
        });
  }

  private int any() {
    return random.nextInt(SIZE);
  }

  private void swap(List<byte[]> list) {
    int one = any();
    int two = (one + 1 + random.nextInt(SIZE - 1)) % SIZE;
    byte[] first = list.get(one);
    list.set(one, list.get(two));
    list.set(two, first);
  }

  /** An entry that links to the one before it as it should. */
  private void insert(List<byte[]> list) {
    int at = any();
    list.add(at, Chain.hashed(edited(at).get(at)).toArray());
  }

  private List<byte[]> flipped(List<byte[]> list) {
    int at = random.nextInt(list.size());
    return StoredLog.replaced(list, at, flipped(list.get(at)));
  }

  private byte[] flipped(byte[] bytes) {
    byte[] bad = bytes.clone();
    int bit = random.nextInt(bad.length * 8);
    bad[bit / 8] ^= (byte) (1 << (bit % 8));
    return bad;
  }

  private StoredLog tileFlipped() {
    var ids = List.copyOf(good.tiles().keySet());
    TileId id = ids.get(random.nextInt(ids.size()));
    return good.withTile(id, flipped(good.tiles().get(id)));
  }

  /** The log as it was, with another entry at {@code at} and all behind it linked again. */
  private List<LedgerEntry> edited(int at) {
    var edited = new ArrayList<>(log.entries().subList(0, at));
    Chain.Head head = at == 0 ? Chain.genesis(GoldenLog.ORIGIN) : StoredLog.headOf(edited);
    for (int i = at; i < SIZE; i++) {
      LedgerEntry was = (i == at ? other : log).entries().get(i);
      LedgerEntry entry = head.next(was.kind(), was.schema(), was.payload());
      edited.add(entry);
      head = head.after(entry);
    }
    return edited;
  }

  private StoredLog yesterday(int size) {
    int signed = 1 + random.nextInt(size);
    return StoredLog.of(log, size, List.of(signed), List.of(signed));
  }

  /** From some entry on, two writers that both have the right to be there, in turns. */
  private StoredLog twoWriters() {
    int from = random.nextInt(SIZE - 1);
    List<byte[]> first = StoredLog.hashed(log.entries());
    List<byte[]> second = StoredLog.hashed(edited(from));
    var both = new ArrayList<>(first.subList(0, from));
    for (int i = from; i < SIZE; i++) {
      both.add(first.get(i));
      both.add(second.get(i));
    }
    return good.with(both);
  }

  /** The rows of the table under the heading that both pages have: attack, column, detected. */
  private static Map<String, Map<String, Boolean>> table(Path page) throws IOException {
    List<String[]> rows =
        Files.readAllLines(page).stream()
            .dropWhile(line -> !line.startsWith("| attack |"))
            .takeWhile(line -> line.startsWith("|"))
            .map(line -> line.substring(2, line.length() - 2).split(" \\| ", -1))
            .toList();
    var table = new LinkedHashMap<String, Map<String, Boolean>>();
    for (String[] row : rows.subList(2, rows.size())) {
      var cells = new LinkedHashMap<String, Boolean>();
      for (int i = 1; i < row.length; i++) {
        assertThat(row[i]).isIn("detected", "not");
        cells.put(rows.get(0)[i], row[i].equals("detected"));
      }
      assertThat(cells.keySet())
          .containsExactlyElementsOf(Stream.of(Layer.values()).map(Layer::column).toList());
      table.put(row[0], cells);
    }
    return table;
  }
}
