package io.floodwall.app.ledger;

import io.floodwall.app.broker.BrokerFolder;
import io.floodwall.app.broker.EmbeddedBroker;
import io.floodwall.app.commands.Said;
import io.floodwall.app.commands.Transcript;
import io.floodwall.core.admission.Control;
import io.floodwall.core.ledger.EntryKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The transcripts of the commands that read a ledger, of a sound one, a damaged one and none: each
 * of them with what would take over a terminal.
 */
class LedgerGoldenIT {
  private static EmbeddedBroker broker;
  private static TestWall sound;
  private static TestWall damaged;
  private static TestWall empty;

  @TempDir private Path folder;

  @BeforeAll
  static void write() {
    broker = TestWall.startBroker(BrokerFolder.throwAway());
    sound = TestWall.create(broker, "sound.", 1);
    sound.write(draft("sound"));
    damaged = TestWall.create(broker, "damaged.", 1);
    Draft draft = draft("damaged");
    draft.value(3, new byte[] {1, 2, 3});
    draft.rows.set(5, new Draft.Row(Hostile.TEXT, draft.rows.get(5).value()));
    damaged.write(draft);
    damaged.head(0, Hostile.TEXT, new byte[] {9});
    empty = TestWall.create(broker, "empty.", 1);
  }

  private static Draft draft(String name) {
    Draft draft = Draft.of(name, 0, 7);
    draft.add(
        EntryKind.CONTROL,
        Draft.CODECS.control(),
        Control.jail("deployer", true, Hostile.TEXT, "ada", null));
    return draft;
  }

  @AfterAll
  static void stop() {
    List.of(sound, damaged, empty).forEach(TestWall::close);
    broker.close();
  }

  private static Said on(TestWall wall, Transcript transcript, String command, String... words) {
    var told = new ArrayList<>(List.of("--prefix", wall.wall().prefix()));
    told.addAll(List.of(words));
    var all = new ArrayList<>(List.of(command.split(" ", -1)));
    all.addAll(told);
    all.addAll(List.of("--bootstrap", broker.bootstrapServers()));
    return transcript.add(Said.by(all.toArray(String[]::new)), told.toArray(String[]::new));
  }

  /** The command on each of the walls, as text and as JSON, and one wrong use of it. */
  private static void told(String command, String... words) {
    var transcript = new Transcript(command);
    var json = new ArrayList<>(List.of(words));
    json.addAll(List.of("-o", "json"));
    for (TestWall wall : List.of(sound, damaged, empty)) {
      on(wall, transcript, command, words);
      on(wall, transcript, command, json.toArray(String[]::new));
    }
    on(sound, transcript, command, "--colour", Hostile.TEXT);
    transcript.isGolden();
  }

  @Test
  void cat() {
    told("ledger cat");
  }

  @Test
  void head() {
    told("ledger head");
  }

  @Test
  void verify() {
    told("ledger verify");
  }

  @Test
  void replay() {
    told("ledger replay");
  }

  @Test
  void audit() {
    told("ledger audit");
  }

  @Test
  void fsck() {
    told("fsck");
  }

  @Test
  void receipt() {
    var receipt = new Transcript("receipt", "ledger");
    on(sound, receipt, "receipt", "deployer/0", "--timeout", "1");
    on(damaged, receipt, "receipt", "deployer/0", "--timeout", "1");
    receipt.isGolden();
  }

  @Test
  void bundleAndVerify() throws IOException {
    var made = new Transcript("ledger bundle").calling(folder, "FOLDER");
    Path file = folder.resolve("x\u001b[2Jevil.example");
    on(sound, made, "ledger bundle", "--out", file.toString());
    on(sound, made, "ledger bundle", "--out", folder + "/2", "-o", "json");
    on(sound, made, "ledger bundle", "--out", file.toString());
    on(damaged, made, "ledger bundle", "--out", folder + "/3");
    on(sound, made, "ledger bundle");
    made.isGolden();

    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Path bent = Files.write(folder.resolve("bent"), bytes);
    var verified = new Transcript("verify").calling(folder, "FOLDER");
    for (Path one : List.of(file, bent)) {
      verified.by("--bundle", one.toString());
      verified.by("--bundle", one.toString(), "-o", "json");
    }
    verified.by("--bundle", file + "2");
    verified.by();
    verified.isGolden();
  }
}
