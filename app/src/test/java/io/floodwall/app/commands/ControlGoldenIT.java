package io.floodwall.app.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.floodwall.core.signing.AgentKey;
import io.floodwall.tlog.KeyFile;
import io.floodwall.tlog.SignerKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The transcripts of the commands that steer a wall, and of those that make one. */
@Timeout(180)
class ControlGoldenIT {
  /** Clears the screen, points elsewhere and turns round what follows. */
  private static final String HOSTILE = "\u001b[2J\u001b]8;;http://evil.example\u0007 \u202Enot";

  private static RunningWall wall;

  @TempDir private Path folder;

  @BeforeAll
  static void raiseAWall() {
    wall = RunningWall.start(Map.of("floodwall.rate.burst", "3", "floodwall.rate.refill", "0"));
  }

  @AfterAll
  static void takeItDown() {
    wall.close();
  }

  private Transcript transcript(String command) {
    return new Transcript(command).calling(folder, "FOLDER");
  }

  private static String[] with(String[] words, String... more) {
    var all = new ArrayList<>(List.of(words));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  private static String[] because(String... words) {
    return with(words, "--reason", "a test", "--who", "ada");
  }

  private static String[] hostilely(String... words) {
    return with(words, "--reason", HOSTILE, "--who", "ada");
  }

  @Test
  void valve() {
    Transcript close = transcript("valve close");
    Transcript open = transcript("valve open");
    close.on(wall, because());
    close.on(wall, because("-o", "json"));
    open.on(wall, because());
    open.on(wall, because("-o", "json"));
    close.on(wall);
    close.on(wall, "--reason", "r", "--who", HOSTILE);
    close.on(wall, because("--for", HOSTILE));
    open.on(wall, "--reason", " ");
    open.on(wall, because("-o", HOSTILE));
    close.isGolden();
    open.isGolden();
  }

  @Test
  void jailAndRelease() {
    Transcript jail = transcript("jail");
    Transcript release = transcript("release");
    jail.on(wall, hostilely("inmate"));
    jail.on(wall, because("inmate", "-o", "json"));
    release.on(wall, hostilely("inmate"));
    release.on(wall, because("inmate", "-o", "json"));
    jail.on(wall, because(HOSTILE));
    jail.on(wall, because("inmate", "--for", HOSTILE));
    release.on(wall, because(HOSTILE));
    release.on(wall, because("inmate", HOSTILE));
    jail.isGolden();
    release.isGolden();
  }

  @Test
  void agentsSigning() {
    Transcript signing = transcript("agents signing");
    signing.on(wall, because("signer", "required"));
    signing.on(wall, because("signer", "inherit", "-o", "json"));
    signing.on(wall, because("signer", HOSTILE));
    signing.isGolden();
  }

  @Test
  void agentsKeys() throws Exception {
    SignerKey first = key("first");
    SignerKey second = key("second");
    SignerKey third = key("third");
    Transcript add = transcript("agents key add");
    Transcript revoke = transcript("agents key revoke");
    Transcript list = transcript("agents key list");
    for (Transcript one : new Transcript[] {add, revoke, list}) {
      one.calling(id(first), "ID-1").calling(id(second), "ID-2").calling(id(third), "ID-3");
    }
    String[] good = {"holder", "--vkey", first.verifier().toString()};
    add.on(wall, because(with(good, "--from", "2026-01-01T00:00:00Z")));
    add.on(
        wall,
        because(
            "holder",
            "--vkey",
            second.verifier().toString(),
            "--from",
            "2020-01-01T00:00:00Z",
            "--until",
            "2021-01-01T00:00:00Z",
            "-o",
            "json"));
    add.on(
        wall,
        hostilely(
            "holder", "--vkey", third.verifier().toString(), "--from", "2999-01-01T00:00:00Z"));
    add.on(wall, because("holder", "--vkey", HOSTILE));
    add.on(wall, because(with(good, "--from", HOSTILE)));
    list.on(wall);
    list.on(wall, "holder", "-o", "json");
    revoke.on(wall, because("holder", id(first)));
    revoke.on(wall, because("holder", id(second), "-o", "json"));
    revoke.on(wall, because("holder", HOSTILE));
    revoke.on(wall, "holder");
    add.on(wall, because(good));
    list.on(wall, "holder");
    list.on(wall, "nobody");
    list.on(wall, HOSTILE);
    add.isGolden();
    revoke.isGolden();
    list.isGolden();
  }

  private SignerKey key(String name) throws Exception {
    Path file = folder.resolve(name + ".key");
    assertThat(Said.by("agents", "key", "new", file.toString()).exit()).isZero();
    return KeyFile.read(file);
  }

  private static String id(SignerKey key) {
    return AgentKey.idOf(key.verifier().key().encoded());
  }

  @Test
  void topics() {
    Transcript create = transcript("topics create");
    create.on(wall);
    create.on(wall, "-o", "json");
    create.on(wall, "--partitions", "2", "--prefix", "other.");
    create.on(wall, "--partitions", "3");
    create.on(wall, "--prefix", HOSTILE);
    create.isGolden();
    Transcript list = transcript("topics list");
    list.on(wall);
    list.on(wall, "-o", "json");
    list.on(wall, "--prefix", HOSTILE);
    list.isGolden();
    Transcript check = transcript("topics check");
    check.on(wall);
    check.on(wall, "--prefix", "absent.");
    check.on(wall, "--prefix", "absent.", "-o", "json");
    check.on(wall, "--prefix", HOSTILE);
    check.isGolden();
  }

  @Test
  void doctor() {
    Transcript doctor = transcript("doctor");
    doctor.on(wall);
    doctor.on(wall, "-o", "json");
    doctor.on(wall, "--prefix", "nowhere.");
    doctor.on(wall, "--principal", HOSTILE);
    doctor.isGolden();
  }

  @Test
  void policies() throws Exception {
    Transcript publish = transcript("policy publish");
    Transcript show = transcript("policy show");
    String bundle =
        """
        tenant: golden
        version: %d
        default: admit
        policies:
          - no-global-destroy
          - resource-allowlist:
              allow: ["%s"]
        """;
    Path first = Files.writeString(folder.resolve("1.yaml"), bundle.formatted(1, "db"));
    Path second =
        Files.writeString(folder.resolve("2.yaml"), bundle.formatted(2, "\\e[2Jevil.example"));
    publish.on(wall, first.toString());
    publish.on(wall, second.toString());
    Files.writeString(second, bundle.formatted(2, "web"));
    publish.on(wall, second.toString(), "-o", "json");
    publish.on(wall, first.toString());
    publish.on(wall, folder.resolve("x" + HOSTILE.replace('/', '|')).toString());
    publish.on(wall);
    show.on(wall, "--tenant", "golden");
    show.on(wall, "--tenant", "golden", "-o", "json");
    show.on(wall, "--tenant", HOSTILE);
    show.on(wall, "-o", "xml");
    publish.isGolden();
    show.isGolden();
  }
}
