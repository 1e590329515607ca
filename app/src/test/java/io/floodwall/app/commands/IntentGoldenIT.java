package io.floodwall.app.commands;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The transcripts of what is asked of a wall about intents, in one story: three that pass or wait,
 * two that are refused, what a deployer does, and the proof of it all.
 */
@Timeout(180)
class IntentGoldenIT {
  /** Clears the screen, points elsewhere and turns round what follows. */
  private static final String HOSTILE = "\u001b[2J\u001b]8;;http://evil.example\u0007 \u202Enot";

  @TempDir private static Path pins;
  private static RunningWall wall;

  @TempDir private Path folder;

  @BeforeAll
  static void raiseAWall() {
    wall =
        RunningWall.start(
            Map.of(
                "floodwall.rate.burst",
                "3",
                "floodwall.rate.refill",
                "0",
                "floodwall.sealer.interval.ms",
                "50"));
  }

  @AfterAll
  static void takeItDown() {
    wall.close();
  }

  private Transcript transcript(String command) {
    return new Transcript(command).calling(folder, "FOLDER");
  }

  private static String[] scale(String id, String resource, String... more) {
    var all =
        new ArrayList<>(
            List.of("--agent", "asker", "--id", id, "--action", "scale", "--resource", resource));
    all.addAll(List.of("--replicas", "3"));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  @Test
  void fromSubmitToReceipt() throws IOException {
    Transcript submit = transcript("submit");
    submit.on(wall, scale("1", "web", "--wait"));
    submit.on(wall, scale("2", "web", "--wait", "-o", "json"));
    submit.on(wall, scale("3", "<b>evil.example", "--reasoning", HOSTILE, "--wait"));
    Transcript get = transcript("get");
    get.on(wall, "heads");
    get.on(wall, "heads", "-o", "json");
    Transcript console = transcript("console");
    consoles(console);
    submit.on(wall, scale("1", "web", "--wait"));
    submit.on(wall, scale("4", "web", "--wait", "-o", "json"));
    submit.on(wall, scale("5", "web", "--priority", HOSTILE));
    submit.on(wall, scale("6", HOSTILE, "--wait"));
    deploys();
    why();
    gets(get);
    receipts();
    submit.isGolden();
    get.isGolden();
    console.isGolden();
  }

  private static void consoles(Transcript console) {
    String[] all = {"--from-beginning", "--max-messages", "3"};
    for (String format : List.of("text", "json")) {
      console.on(wall, "intents", all[0], all[1], all[2], "--headers", "-o", format);
    }
    console.on(wall, HOSTILE);
  }

  private void deploys() {
    Transcript deploy = transcript("deploy");
    deployed(deploy, "--max", "1", "--name", "golden", "--exec", "sh", "-c", says("exit 0"));
    String[] once = {"--max", "1", "--name", "golden", "-o", "json", "--exec", "sh", "-c"};
    var failing = new ArrayList<>(List.of(once));
    failing.add(says("exit 3"));
    deployed(deploy, failing.toArray(String[]::new));
    deploy.on(wall, "--unknown");
    wall.type(
        "submit",
        "--agent",
        "doer",
        "--id",
        "1",
        "--action",
        "destroy",
        "--resource",
        "web",
        "--wait");
    deployed(
        deploy, "--max", "1", "--name", "golden", "--exec-timeout", "1", "--exec", "sleep", "60");
    deploy.on(wall, "--unknown");
    deploy.on(wall, "--unknown", "-o", "json");
    deploy.on(wall, "--resolve", "doer/1=applied", "--evidence", HOSTILE, "--who", "ada");
    deploy.on(wall, "--resolve", HOSTILE);
    deploy.on(wall, "--resolve", "asker/1=failed", "--evidence", HOSTILE, "--who", "ada");
    deploy.isGolden();
  }

  /** What follows {@code --exec} is the command's, so where the wall is must be told before it. */
  private static void deployed(Transcript deploy, String... words) {
    var all = new ArrayList<>(List.of("deploy", "--bootstrap"));
    all.add(wall.local().bootstrapServers());
    all.addAll(List.of("--vkey", wall.vkey(), "--pin", pins.toString()));
    all.addAll(List.of(words));
    deploy.add(Said.by(all.toArray(String[]::new)), words);
  }

  private static String says(String end) {
    return "printf '\\033[2Jevil.example'; " + end;
  }

  private static void why() {
    Transcript why = new Transcript("why");
    why.on(wall, "asker/1");
    why.on(wall, "asker/2", "-o", "json");
    why.on(wall, "asker/3");
    why.on(wall, "asker/3", "-o", "json");
    why.on(wall, "asker/4");
    why.on(wall, "asker/4", "-o", "json");
    why.on(wall, "nobody/1");
    why.on(wall, HOSTILE);
    why.on(wall);
    why.isGolden();
  }

  private static void gets(Transcript get) {
    for (String kind : List.of("intents", "refused", "holds", "agents", "outcomes")) {
      get.on(wall, kind);
      get.on(wall, kind, "-o", "json");
    }
    wall.type("jail", "asker", "--reason", HOSTILE, "--who", "ada");
    for (String kind : List.of("controls", "bundles")) {
      get.on(wall, kind);
      get.on(wall, kind, "-o", "json");
    }
    get.on(wall, "intents", "--agent", HOSTILE);
    get.on(wall, HOSTILE);
  }

  private void receipts() throws IOException {
    String vkey = wall.local().logKey().orElseThrow().verifier().toString();
    String file = folder.resolve("r.tlog-proof").toString();
    Awaitility.await()
        .until(
            () -> wall.type("receipt", "asker/1", "--out", folder + "/0").exit(),
            exit -> exit == 0);
    Transcript receipt = transcript("receipt");
    receipt.on(wall, "asker/1", "--full", "--out", file);
    receipt.on(wall, "asker/1", "--full", "--out", file);
    receipt.on(wall, "nobody/" + HOSTILE);
    receipt.on(wall);
    receipt.isGolden();

    String bent = folder.resolve("bent").toString();
    Files.writeString(
        Path.of(bent), Files.readString(Path.of(file)).replaceFirst("index \\d+", "index 0"));
    String hostile = folder.resolve("x\u001b[2Jevil.example").toString();
    Files.writeString(Path.of(hostile), HOSTILE);
    Transcript verify = transcript("receipt verify");
    verify.by(file, "--vkey", vkey);
    verify.by(file, "--vkey", vkey, "-o", "json");
    verify.by(bent, "--vkey", vkey);
    verify.by(bent, "--vkey", vkey, "-o", "json");
    verify.by(hostile, "--vkey", vkey);
    verify.by(hostile + "2", "--vkey", vkey);
    verify.by(file);
    verify.isGolden();
  }
}
