package io.floodwall.app.commands;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.floodwall.app.cli.ExitCode;
import io.floodwall.app.metrics.Scrape;
import io.floodwall.core.Bytes;
import io.floodwall.core.Hash;
import io.floodwall.core.Reason;
import io.floodwall.core.admission.Control;
import io.floodwall.core.intent.Action;
import io.floodwall.core.intent.BlastRadius;
import io.floodwall.core.intent.Intent;
import io.floodwall.core.intent.Priority;
import io.floodwall.core.signing.AgentKey;
import io.floodwall.core.signing.SignatureHeader;
import io.floodwall.schemas.Codecs;
import io.floodwall.schemas.Topics;
import io.floodwall.tlog.IntentSigner;
import io.floodwall.tlog.KeyFile;
import io.floodwall.tlog.SignerKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Keys, modes and signatures on a real broker: every attack has its reason, who signs passes. */
@Timeout(120)
class SignedIT {
  private static final Codecs CODECS = Codecs.pinned();
  private static final Topics TOPICS = new Topics(Topics.DEFAULT_PREFIX);
  private static final String WHY = "a test";

  private static RunningWall wall;

  @TempDir private Path folder;

  @BeforeAll
  static void raiseAWall() {
    wall =
        RunningWall.start(
            Map.of(
                "floodwall.rate.burst",
                "5",
                "floodwall.rate.refill",
                "0",
                "floodwall.signing.ahead.threads",
                "1"));
  }

  @AfterAll
  static void takeItDown() {
    assertThat(aheadThreads()).as("of admission while it runs").isPositive();
    wall.close();
    assertThat(aheadThreads()).as("of admission that has stopped").isZero();
  }

  private static long aheadThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("floodwall-ahead-"))
        .count();
  }

  private static double signatures(String work) {
    return wall.local().runners().stream()
        .filter(runner -> runner.health().app().equals("admission"))
        .mapToDouble(
            runner ->
                Scrape.of(runner.healthAddress())
                    .sum("floodwall_signatures_total", "work=\"" + work + "\""))
        .sum();
  }

  private Path key(String name) {
    Path file = folder.resolve(name + ".key");
    assertThat(Said.by("agents", "key", "new", file.toString()).exit()).isZero();
    return file;
  }

  private static SignerKey read(Path file) throws Exception {
    return KeyFile.read(file);
  }

  private static void add(String agent, SignerKey key, String... more) {
    String[] words = {
      "agents", "key", "add", agent, "--vkey", key.verifier().toString(), "--reason", WHY
    };
    var all = new java.util.ArrayList<>(java.util.List.of(words));
    all.addAll(java.util.List.of(more));
    Said said = wall.type(all.toArray(String[]::new));
    assertThat(said.exit()).as(said.err()).isZero();
  }

  private static Said submit(String agent, String id, String... more) {
    String[] words = {
      "submit",
      "--agent",
      agent,
      "--id",
      id,
      "--action",
      "scale",
      "--resource",
      "web",
      "--replicas",
      "3",
      "--wait",
      "-o",
      "json"
    };
    var all = new java.util.ArrayList<>(java.util.List.of(words));
    all.addAll(java.util.List.of(more));
    return wall.type(all.toArray(String[]::new));
  }

  @Test
  void newKeyLiesInAFileOfItsOwnersAndIsNeverPrinted() throws Exception {
    Path file = folder.resolve("deployer.key");
    Said said = Said.by("agents", "key", "new", file.toString());

    SignerKey key = read(file);
    assertThat(said.exit()).isZero();
    assertThat(said.out()).isEqualTo(key.verifier() + System.lineSeparator());
    assertThat(said.out() + said.err()).doesNotContain("PRIVATE");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(Said.by("agents", "key", "new", file.toString()))
        .returns(ExitCode.ERROR, Said::exit)
        .satisfies(again -> assertThat(again.err()).contains("exists"));
  }

  @Test
  void oncePastTheFirstSignatureThoseOfAKeyAreVerifiedAheadAndNoneForWhomTheRateRefuses()
      throws Exception {
    Path file = key("steady");
    add("steady", read(file));
    assertThat(wall.type("agents", "signing", "steady", "required", "--reason", WHY).exit())
        .isZero();
    double inTurn = signatures("IN_TURN");
    double ahead = signatures("AHEAD");
    double unused = signatures("UNUSED");

    for (int i = 0; i < 8; i++) {
      Said said = submit("steady", Integer.toString(i), "--sign-with", file.toString());
      assertThat(said.exit()).isEqualTo(i < 5 ? 0 : ExitCode.REFUSED);
    }

    assertThat(signatures("IN_TURN") - inTurn).isEqualTo(1);
    assertThat(signatures("AHEAD") - ahead).isEqualTo(4);
    assertThat(signatures("UNUSED") - unused).as("the others are held back").isEqualTo(1);
  }

  @Test
  void whoMustSignPassesSignedAndIsRefusedUnsignedUntilTheKeyIsRevoked() throws Exception {
    Path file = key("signer");
    String id = AgentKey.idOf(read(file).verifier().key().encoded());
    add("signer", read(file));
    Said mode = wall.type("agents", "signing", "signer", "required", "--reason", WHY);
    assertThat(mode.out())
        .isEqualTo("signatures of signer: required, on all 4 partitions" + System.lineSeparator());

    Said unsigned = submit("signer", "1");
    assertThat(unsigned.exit()).isEqualTo(ExitCode.REFUSED);
    assertThat(unsigned.out()).contains("SIGNATURE_MISSING");
    Said signed = submit("signer", "1", "--sign-with", file.toString());
    assertThat(signed.exit()).as(signed.out() + signed.err()).isZero();
    assertThat(wall.type("why", "signer/1").out()).contains("by key " + id);
    assertThat(wall.type("ledger", "cat", "--agent", "signer", "-o", "json").out())
        .contains("\"key_id\":\"" + id + "\"");

    Said revoked = wall.type("agents", "key", "revoke", "signer", id, "--reason", "stolen");
    assertThat(revoked.out())
        .startsWith("key " + id + " of signer is revoked, on all 4 partitions");
    Said late = submit("signer", "2", "--sign-with", file.toString());
    assertThat(late.exit()).isEqualTo(ExitCode.REFUSED);
    assertThat(late.out()).contains("KEY_REVOKED");
    assertThat(wall.type("get", "controls").out())
        .contains("key/signer/" + id)
        .contains("revoked")
        .contains("signing/signer");
    Said again =
        wall.type(
            "agents",
            "key",
            "add",
            "signer",
            "--vkey",
            read(file).verifier().toString(),
            "--reason",
            WHY);
    assertThat(again.exit()).isEqualTo(ExitCode.ERROR);
    assertThat(again.err()).contains("was revoked and stays so");
  }

  @Test
  void everyAttackHasItsReasonAndTheVictimKeepsAllItsTokens() throws Exception {
    SignerKey own = read(key("victim"));
    SignerKey thief = read(key("thief"));
    SignerKey old = read(key("old"));
    SignerKey next = read(key("next"));
    SignerKey lost = read(key("lost"));
    add("victim", own);
    add("thief", thief);
    add("victim", old, "--from", "2020-01-01T00:00:00Z", "--until", "2021-01-01T00:00:00Z");
    add("victim", next, "--from", "2999-01-01T00:00:00Z");
    add("victim", lost);
    String lostId = AgentKey.idOf(lost.verifier().key().encoded());
    wall.type("agents", "key", "revoke", "victim", lostId, "--reason", WHY);
    wall.type("agents", "signing", "victim", "required", "--reason", WHY);

    var attacks = new LinkedHashMap<Reason, SignatureHeader>();
    var forged = sign(thief, TOPICS.intents(), intent(Reason.SIGNATURE_FORGED.name()));
    attacks.put(
        Reason.SIGNATURE_FORGED,
        new SignatureHeader(new IntentSignerId(own).id(), forged.signature(), forged.statement()));
    attacks.put(
        Reason.SIGNED_FOR_ANOTHER_TOPIC,
        sign(own, "staging.intents", intent(Reason.SIGNED_FOR_ANOTHER_TOPIC.name())));
    attacks.put(Reason.SIGNED_FOR_ANOTHER_INTENT, sign(own, TOPICS.intents(), intent("another")));
    attacks.put(
        Reason.KEY_OF_ANOTHER_AGENT,
        sign(thief, TOPICS.intents(), intent(Reason.KEY_OF_ANOTHER_AGENT.name())));
    attacks.put(
        Reason.UNKNOWN_KEY,
        sign(read(key("stranger")), TOPICS.intents(), intent(Reason.UNKNOWN_KEY.name())));
    attacks.put(Reason.KEY_EXPIRED, sign(old, TOPICS.intents(), intent(Reason.KEY_EXPIRED.name())));
    attacks.put(
        Reason.KEY_NOT_YET_VALID,
        sign(next, TOPICS.intents(), intent(Reason.KEY_NOT_YET_VALID.name())));
    attacks.put(
        Reason.KEY_REVOKED, sign(lost, TOPICS.intents(), intent(Reason.KEY_REVOKED.name())));
    attacks.put(
        Reason.SIGNATURE_MANGLED,
        mangled(sign(own, TOPICS.intents(), intent(Reason.SIGNATURE_MANGLED.name()))));
    try (var producer =
        new KafkaProducer<>(
            Map.<String, Object>of("bootstrap.servers", wall.local().bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (var attack : attacks.entrySet()) {
        var record =
            new ProducerRecord<>(
                TOPICS.intents(),
                "victim".getBytes(UTF_8),
                CODECS.intent().encode(intent(attack.getKey().name())));
        record.headers().add(SignatureHeader.NAME, attack.getValue().toBytes());
        producer.send(record).get();
      }
    }

    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(refusals()).hasSize(attacks.size()));
    refusals().forEach((id, reason) -> assertThat(reason).isEqualTo(id));
    for (int i = 0; i < 5; i++) {
      Said said =
          submit("victim", "good-" + i, "--sign-with", folder.resolve("victim.key").toString());
      assertThat(said.exit()).as(said.out()).isZero();
    }
  }

  @Test
  void keyThatIsNoneIsNeitherPublishedNorTakenFromTheTopic() throws Exception {
    Said zero =
        wall.type(
            "agents",
            "key",
            "add",
            "weak",
            "--public-key",
            "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
            "--reason",
            WHY);
    assertThat(zero.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(zero.err()).contains("not an Ed25519 public key of full order");

    var order =
        Control.key("weak", new AgentKey(Bytes.copyOf(new byte[32]), 0, null), true, WHY, "x");
    try (var producer =
        new KafkaProducer<>(
            Map.<String, Object>of("bootstrap.servers", wall.local().bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (int partition = 0; partition < RunningWall.PARTITIONS; partition++) {
        producer
            .send(
                new ProducerRecord<>(
                    TOPICS.controls(),
                    partition,
                    order.key().getBytes(UTF_8),
                    CODECS.control().encode(order)))
            .get();
      }
    }
    wall.type("agents", "signing", "weak", "required", "--reason", WHY);
    SignatureHeader any = sign(read(key("any")), TOPICS.intents(), intent("1"));
    try (var producer =
        new KafkaProducer<>(
            Map.<String, Object>of("bootstrap.servers", wall.local().bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      Intent weak =
          Intent.of("weak", "1", new Action.Scale("web", 3), Priority.NORMAL, BlastRadius.CELL);
      var record =
          new ProducerRecord<>(
              TOPICS.intents(), "weak".getBytes(UTF_8), CODECS.intent().encode(weak));
      var header = sign(read(folder.resolve("any.key")), TOPICS.intents(), weak);
      record
          .headers()
          .add(
              SignatureHeader.NAME,
              new SignatureHeader(order.agentKey().id(), any.signature(), header.statement())
                  .toBytes());
      producer.send(record).get();
    }
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertThat(wall.type("get", "refused", "--agent", "weak", "-o", "json").out())
                    .contains("UNKNOWN_KEY"));
  }

  @Test
  void wrongUseIsToldWithoutAWall() {
    assertThat(Said.by("agents", "signing", "a", "sometimes", "--reason", WHY))
        .returns(ExitCode.USAGE, Said::exit)
        .satisfies(said -> assertThat(said.err()).contains("MODE must be"));
    assertThat(Said.by("agents", "key", "add", "a\u001b[2J", "--vkey", "x", "--reason", WHY))
        .returns(ExitCode.USAGE, Said::exit)
        .satisfies(said -> assertThat(said.err()).doesNotContain("\u001b"));
    assertThat(Said.by("agents", "key", "add", "a", "--reason", WHY))
        .returns(ExitCode.USAGE, Said::exit)
        .satisfies(said -> assertThat(said.err()).contains("--vkey or --public-key"));
    assertThat(
            Said.by(
                "submit",
                "--agent",
                "a",
                "--action",
                "destroy",
                "--resource",
                "r",
                "--sign-with",
                folder.resolve("none").toString()))
        .returns(ExitCode.ERROR, Said::exit)
        .satisfies(said -> assertThat(said.err()).contains("there is no key file"));
  }

  private record IntentSignerId(SignerKey key) {
    String id() {
      return IntentSigner.of(key).keyId();
    }
  }

  /** The victim's refusals: reason by intent id. */
  private static Map<String, String> refusals() throws Exception {
    var found = new LinkedHashMap<String, String>();
    Said said = wall.type("get", "refused", "--agent", "victim", "-o", "json");
    for (JsonNode row : said.json()) {
      found.put(row.get("id").textValue(), row.get("reason").textValue());
    }
    return found;
  }

  private static Intent intent(String id) {
    return Intent.of("victim", id, new Action.Destroy("web"), Priority.NORMAL, BlastRadius.CELL);
  }

  private static SignatureHeader sign(SignerKey key, String topic, Intent intent) {
    byte[] value = CODECS.intent().encode(intent);
    return IntentSigner.of(key).sign(topic, intent, Hash.sha256(value, 5, value.length - 5));
  }

  /** S + L is beyond 2^252 whatever S was. */
  private static SignatureHeader mangled(SignatureHeader header) {
    byte[] signature = header.signature().toArray();
    signature[63] |= 0x10;
    signature[62] = (byte) 0xff;
    return new SignatureHeader(header.keyId(), Bytes.copyOf(signature), header.statement());
  }
}
