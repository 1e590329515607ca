package io.floodwall.app.tamper;

import static org.assertj.core.api.Assertions.assertThat;

import io.floodwall.app.broker.BrokerFolder;
import io.floodwall.app.broker.BrokerSettings;
import io.floodwall.app.broker.EmbeddedBroker;
import io.floodwall.app.commands.Said;
import io.floodwall.app.tamper.Layer.Look;
import io.floodwall.app.tamper.Layer.Place;
import io.floodwall.app.tamper.Layer.Trusted;
import io.floodwall.app.wall.Wall;
import io.floodwall.schemas.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The table of docs/limitations.md on a wall that ran: its data folder and its topics are attacked,
 * and who looks are the commands, a witness in a process of its own and a deployer with its pin.
 */
@Timeout(300)
class TamperIT {
  private static final long SEED = Long.getLong("floodwall.tamper.seed", 19);
  private static final String PREFIX = Topics.DEFAULT_PREFIX;
  private static final String ORIGIN = "floodwall/0";
  private static final int FOLDERS = 2;
  private static final Map<String, String> FLIPS =
      Map.of(
          "flip a bit of an entry", "ledger",
          "flip a bit of a tile", "tiles",
          "flip a bit of a checkpoint", "checkpoints");

  @TempDir private static Path folder;

  private static Path today;
  private static Path yesterday;
  private static Path pins;
  private static Path policy;
  private static String vkey;
  private static WitnessProcess witness;
  private static RawChain good;
  private static RawChain replaced;
  private static int copies;

  @BeforeAll
  static void aDayOfAWall() throws IOException {
    today = folder.resolve("today");
    pins = folder.resolve("pins");
    try (RealRun run = RealRun.start(today, 100)) {
      run.decide(0, 270, "a");
      for (int partition = 1; partition < RealRun.PARTITIONS; partition++) {
        run.decide(partition, 40, "a");
      }
      run.awaitSigned(true);
      vkey = run.vkey();
      witness = WitnessProcess.start(folder, vkey);
      cosigned(run);
    }
    yesterday = RealRun.copy(today, folder.resolve("yesterday"));
    policy = Files.writeString(folder.resolve("policy.txt"), witness.policy(vkey));
    try (RealRun run = RealRun.start(today, 3_600_000)) {
      long before = run.signed(0);
      for (int partition = 0; partition < RealRun.PARTITIONS; partition++) {
        run.decide(partition, 8, "b");
      }
      run.awaitSigned(false);
      assertThat(run.signed(0)).isGreaterThan(before);
      cosigned(run);
      run.pin(pins);
      run.decide(0, 8, "c");
    }
    Path another = folder.resolve("another");
    BrokerFolder.kept(another).close();
    RealRun.copy(today.resolve("keys"), another.resolve("keys"));
    try (RealRun run = RealRun.start(another, 100)) {
      assertThat(run.vkey()).isEqualTo(vkey);
      run.decide(0, 300, "z");
      run.awaitSigned(true);
    }
    try (EmbeddedBroker stolen = open(another)) {
      replaced = raw(stolen);
    }
    try (EmbeddedBroker read = open(RealRun.copy(today, folder.resolve("read")))) {
      good = raw(read);
    }
    assertThat(good.signed()).isLessThan(good.entries().size() - 4);
  }

  private static void cosigned(RealRun run) {
    Said fed = run.type("witness", "feed", "--once", "--witness", witness.option());
    assertThat(fed.exit()).as(fed.toString()).isZero();
  }

  @AfterAll
  static void end() {
    if (witness != null) {
      witness.close();
    }
  }

  private static EmbeddedBroker open(Path data) {
    return EmbeddedBroker.start(BrokerFolder.existing(data), BrokerSettings.defaults());
  }

  private static RawChain raw(EmbeddedBroker of) {
    try (Wall wall =
        Wall.connect(Map.of("bootstrap.servers", of.bootstrapServers()), PREFIX, 60_000)) {
      return RawChain.read(wall);
    }
  }

  /** What witness and deployer have from the run before the attack. */
  private static Trusted trusted(Path seen) throws IOException {
    Path copy = folder.resolve("pins-" + copies++);
    return new Trusted(vkey, policy, witness, Files.exists(seen) ? RealRun.copy(seen, copy) : copy);
  }

  @Test
  void nobodyFindsAnythingInTheFolderAsItWasLeft() throws IOException {
    try (EmbeddedBroker kept = open(RealRun.copy(today, folder.resolve("kept")))) {
      var place = new Place(kept.bootstrapServers(), 0);
      looks(place, pins)
          .forEach((who, look) -> assertThat(look.found()).as(who + look.said()).isFalse());
    }
  }

  @TestFactory
  Stream<DynamicTest> everyCellOfTheTableHolds() throws IOException {
    Map<String, Map<String, Boolean>> claims = Claims.read();
    Map<String, List<RawChain>> attacks = new Attacks(good, ORIGIN, new Random(SEED)).all();
    var rows = new LinkedHashMap<String, Row>();
    attacks.forEach((name, chains) -> rows.put(name, cells -> onTopics(cells, chains)));
    rows.put("roll back to yesterday's data folder", TamperIT::rolledBack);
    rows.put(
        "replace the whole chain, signed anew with the stolen log key",
        cells -> anotherHistory(cells, pins));
    rows.put("show two histories to two readers", TamperIT::twoHistories);
    FLIPS.forEach((name, topic) -> rows.put(name, cells -> flipped(cells, topic)));
    assertThat(rows.keySet()).containsExactlyInAnyOrderElementsOf(claims.keySet());
    return rows.entrySet().stream()
        .map(
            row ->
                DynamicTest.dynamicTest(
                    row.getKey(), () -> row.getValue().holds(claims.get(row.getKey()))));
  }

  /** A row of the table. */
  private interface Row {
    void holds(Map<String, Boolean> cells) throws IOException;
  }

  private static void onTopics(Map<String, Boolean> cells, List<RawChain> chains)
      throws IOException {
    for (RawChain chain : chains) {
      try (EmbeddedBroker broker = laid(chain)) {
        assertHolds(cells, new Place(broker.bootstrapServers(), 0), pins);
      }
    }
  }

  /** A broker with nothing but this chain. */
  private static EmbeddedBroker laid(RawChain chain) {
    var broker = EmbeddedBroker.start(BrokerFolder.throwAway(), BrokerSettings.defaults());
    chain.lay(broker.bootstrapServers());
    return broker;
  }

  private static void rolledBack(Map<String, Boolean> cells) throws IOException {
    try (EmbeddedBroker old = open(yesterday)) {
      assertHolds(cells, new Place(old.bootstrapServers(), 0), pins);
    }
  }

  /** The policy's quorum is not there; and the witness itself, who is asked for it, refuses. */
  private static void anotherHistory(Map<String, Boolean> cells, Path seen) throws IOException {
    try (EmbeddedBroker broker = laid(replaced)) {
      var place = new Place(broker.bootstrapServers(), 0);
      assertThat(Layer.shown(place, witness).found()).isTrue();
      assertHolds(cells, place, seen);
    }
  }

  private static void twoHistories(Map<String, Boolean> cells) throws IOException {
    Path ofAnother = folder.resolve("pins-of-another");
    try (EmbeddedBroker broker = laid(replaced)) {
      var place = new Place(broker.bootstrapServers(), 0);
      Look first = Layer.PIN.look(place, new Trusted(vkey, policy, witness, ofAnother));
      assertThat(first.found()).as(first.said()).isFalse();
    }
    anotherHistory(cells, ofAnother);
  }

  @Test
  void aPartIsHandedOverUpToTheCheckpointThatProvesIt() throws IOException {
    String one = Long.toString(good.signed() - 3); // no checkpoint has just been made there
    String[] part = {"ledger", "bundle", "--from", one, "--to", one, "--out"};
    Path sound = bundle();
    try (EmbeddedBroker broker = open(RealRun.copy(today, folder.resolve("part")))) {
      var place = new Place(broker.bootstrapServers(), 0);
      Look made = Layer.found(place, with(part, sound.toString()));
      assertThat(made.found()).as(made.said()).isFalse();
      assertThat(made.said()).as("the others are shorter").contains("1 chains");
    }
    Said verified = Said.by("verify", "--bundle", sound.toString(), "--vkey", vkey);
    assertThat(verified.exit()).as(verified.out()).isZero();
  }

  private static String[] with(String[] words, String more) {
    String[] all = Arrays.copyOf(words, words.length + 1);
    all[words.length] = more;
    return all;
  }

  /**
   * In each folder one bit of each partition; every other time its batch's checksum is mended. The
   * first two chains are handed over too.
   */
  private static void flipped(Map<String, Boolean> cells, String topic) throws IOException {
    var random = new Random(SEED + topic.hashCode());
    for (int i = 0; i < FOLDERS; i++) {
      boolean mended = i % 2 == 0;
      Path data = RealRun.copy(today, folder.resolve(topic + "-" + i));
      var places = new ArrayList<String>();
      for (int partition = 0; partition < RealRun.PARTITIONS; partition++) {
        places.add(Segment.of(data, PREFIX + topic, partition).flip(random, mended));
      }
      try (EmbeddedBroker bent = open(data)) {
        for (int partition = 0; partition < RealRun.PARTITIONS; partition++) {
          var place = new Place(bent.bootstrapServers(), partition);
          var looks = new HashMap<String, Look>();
          for (Layer layer : List.of(Layer.CHAIN, Layer.CHECKPOINT)) {
            looks.put(layer.column(), layer.look(place, trusted(pins)));
          }
          if (partition < 2) {
            looks.putAll(Outsider.handedOver(place, trusted(pins), bundle()));
          }
          if (partition == 0) {
            looks.putAll(Outsider.audited(place));
          }
          assertHolds(cells, looks, places.get(partition) + ", mended " + mended);
        }
      }
    }
  }

  private static void assertHolds(Map<String, Boolean> cells, Place place, Path seen)
      throws IOException {
    Map<String, Look> looks = looks(place, seen);
    assertThat(looks.keySet()).containsExactlyInAnyOrderElementsOf(cells.keySet());
    assertHolds(cells, looks, place.toString());
  }

  private static void assertHolds(
      Map<String, Boolean> cells, Map<String, Look> looks, String where) {
    looks.forEach(
        (who, look) ->
            assertThat(look.found())
                .as("%s, %s, seed %d: %s", who, where, SEED, look.said())
                .isEqualTo(cells.get(who)));
  }

  /** What everybody finds, by heading in the table. */
  private static Map<String, Look> looks(Place place, Path seen) throws IOException {
    var looks = new LinkedHashMap<String, Look>();
    for (Layer layer : Layer.values()) {
      looks.put(layer.column(), layer.look(place, trusted(seen)));
    }
    looks.putAll(Outsider.handedOver(place, trusted(seen), bundle()));
    looks.putAll(Outsider.audited(place));
    return looks;
  }

  private static Path bundle() {
    return folder.resolve("bundle-" + copies++);
  }
}
