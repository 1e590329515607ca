package io.floodwall.app.commands;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.floodwall.app.cli.Json;
import io.floodwall.app.ledger.Hostile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The transcripts of the commands that need no wall. */
class OfflineGoldenTest {
  private static final String BUNDLE =
      """
      tenant: default
      version: 2
      default: admit
      policies:
        - no-global-destroy
      """;

  @TempDir private Path folder;

  private Transcript transcript(String command) {
    return new Transcript(command).calling(folder, "FOLDER");
  }

  /** A file name that would take over a terminal. */
  private String hostile(String ending) {
    return folder.resolve("x\u001b[2Jevil.example\u202e" + ending).toString();
  }

  private String write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  @Test
  void agentsKeyNew() {
    Transcript keys = transcript("agents key new");
    String file = folder.resolve("deployer.key").toString();
    keys.by(file);
    keys.by(file);
    keys.by(hostile(".key"), "--name", "deployer");
    keys.by();
    keys.isGolden();
  }

  @Test
  void keysNewAndShow() {
    Transcript made = transcript("keys new");
    String file = folder.resolve("log.key").toString();
    String other = hostile(".key");
    made.by("floodwall", "--out", file);
    made.by("floodwall", "--out", file);
    made.by("floodwall", "--out", folder.resolve("log2.key").toString(), "-o", "json");
    made.by("floodwall", "--out", other);
    made.by("floodwall", "--out", other);
    made.by("a b", "--out", folder.resolve("log3.key").toString());
    made.by("floodwall");
    made.isGolden();

    Transcript shown = transcript("keys show");
    shown.by(file);
    shown.by(file, "-o", "json");
    shown.by(hostile(".missing"));
    shown.by();
    shown.isGolden();
  }

  @Test
  void policyCheck() throws IOException {
    Transcript checks = transcript("policy check");
    String good = write("bundle.yaml", BUNDLE);
    checks.by(good);
    checks.by(good, "-o", "json");
    checks.by(write("typo.yaml", BUNDLE.replace("no-global-destroy", "no-such-policy")));
    checks.by(
        write(
            "hostile.yaml",
            BUNDLE.replace("no-global-destroy", "\"\\e[2J evil.example \\u202E\"")));
    checks.by(folder.resolve("missing.yaml").toString());
    checks.by();
    checks.isGolden();
  }

  @Test
  void chaosCheck() throws IOException {
    Transcript checks = transcript("chaos check");
    String sound = "src/test/resources/chaos/sound.jsonl";
    checks.by(sound);
    checks.by(sound, "-o", "json");
    checks.by(
        write(
            "hostile.jsonl",
            """
            {"op":"run","type":"info","id":"x","time":0,"burst":2,"refill":0,"periodMs":1000}
            {"op":"submit","type":"invoke","id":HOSTILE,"time":1,"agent":"a","expected":"admit"}
            {"op":"submit","type":"ok","id":HOSTILE,"time":2,"partition":0,"offset":0}
            """
                .replace("HOSTILE", Json.line(Json.tree(Hostile.TEXT)))));
    checks.by(folder.resolve("missing.jsonl").toString());
    checks.isGolden();
  }

  @Test
  void topicsAcls() {
    Transcript acls = transcript("topics acls");
    acls.by("--role", "agent");
    acls.by("--role", "agent", "-o", "json");
    acls.by("--role", "agent", "--principal", "agent=User:\u001b[2Jevil.example");
    acls.by("--role", "boss");
    acls.isGolden();
  }

  @Test
  void version() throws IOException {
    Transcript versions = transcript("version");
    JsonNode now = Said.by("version", "-o", "json").json().get(0);
    for (String part : List.of("floodwall", "kafka", "java")) {
      versions.calling(now.get(part).textValue(), part.toUpperCase(Locale.ROOT));
    }
    versions.by();
    versions.by("-o", "json");
    versions.by("-o", "xml");
    versions.isGolden();
  }

  @Test
  void simulate() {
    Transcript simulations = transcript("simulate");
    simulated(
        simulations,
        """
        {"op":"config","capacity":9,"burst":2,"refill":0.5,"policies":[]}
        {"op":"submit","id":1,"agent":"ci","action":"destroy","resource":"web","priority":"bulk","blast":"cell","now":0}
        {"op":"drain"}
        {"op":"state"}
        """);
    simulated(
        simulations,
        """
        {"op":"config","capacity":9,"burst":2,"refill":0.5,"policies":[]}
        {"op":"submit","id":1,"agent":HOSTILE,"action":"destroy","resource":"web","priority":"bulk","blast":"cell","now":0}
        {"op":"drain"}
        {"op":"submit","id":2,"agent":"ci","action":HOSTILE}
        """
            .replace("HOSTILE", Json.line(Json.tree(Hostile.TEXT))));
    simulations.isGolden();
  }

  /** The command writes to the process's own streams. */
  private static void simulated(Transcript simulations, String input) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    var told = new ByteArrayOutputStream();
    var complained = new ByteArrayOutputStream();
    Said said;
    try {
      System.setOut(new PrintStream(told, true, UTF_8));
      System.setErr(new PrintStream(complained, true, UTF_8));
      said = Said.reading(input, "simulate");
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
    simulations.add(new Said(said.exit(), told.toString(UTF_8), complained.toString(UTF_8)));
  }

  @Test
  void help() {
    Transcript help = transcript("help");
    help.by();
    help.by("valve");
    help.by("\u001b[2Jevil.example");
    help.isGolden();
  }
}
