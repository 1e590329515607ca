package io.floodwall.app.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.floodwall.app.broker.TestBroker;
import io.floodwall.core.Hash;
import io.floodwall.core.gate.BundleCompiler;
import io.floodwall.core.gate.Decision;
import io.floodwall.core.gate.InvalidBundleException;
import io.floodwall.core.gate.PolicyBundle;
import io.floodwall.core.gate.Ruling;
import io.floodwall.core.gate.Verdict;
import io.floodwall.core.intent.Action;
import io.floodwall.core.intent.BlastRadius;
import io.floodwall.core.intent.Intent;
import io.floodwall.core.intent.Priority;
import io.floodwall.core.ledger.EntryKind;
import io.floodwall.schemas.MalformedRecordException;
import io.floodwall.schemas.Topics;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Promise 6 on a real broker: a chain whose decisions follow, and valid chains with one that does
 * not.
 */
class ReplayVerifyIT {
  private static TestBroker broker;

  private String name = "";
  private Draft draft = Draft.empty("", 0);
  private long decisions;

  @BeforeAll
  static void start() {
    broker = TestBroker.start();
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  private void begin(String title) throws MalformedRecordException {
    name = TestBroker.wallName(title);
    draft = Draft.empty(name, 0);
    draft.decided(ruled("deployer", "web", null)); // the ledger may read it before its bundle
    draft.add(EntryKind.BUNDLE, Draft.CODECS.bundle(), PolicyBundle.shipped());
    draft.decided(ruled("deployer", "billing", null));
  }

  /** What the gate makes of it by the shipped bundle, or with {@code verdict} in its place. */
  private Decision ruled(String agent, String resource, @Nullable Verdict verdict)
      throws MalformedRecordException {
    long number = decisions++;
    Intent intent =
        Intent.of(
            agent,
            Long.toString(number),
            new Action.Destroy(resource),
            Priority.URGENT,
            BlastRadius.CELL);
    Decision made = Decisions.of(intent, 0, number, number, Verdict.ADMIT, null);
    Ruling ruling;
    try {
      ruling =
          BundleCompiler.compile(PolicyBundle.shipped()).rule(intent, made.facts().releasedAtMs());
    } catch (InvalidBundleException e) {
      throw new AssertionError(e);
    }
    Verdict said = verdict == null ? ruling.verdict() : verdict;
    byte[] bundle = Draft.CODECS.bundle().encode(PolicyBundle.shipped());
    Hash digest = Draft.CODECS.unframe(bundle).payload().sha256();
    return new Decision(
        intent,
        made.facts(),
        new Ruling(
            said,
            ruling.reason(),
            ruling.text(),
            ruling.breakdown(),
            ruling.priority(),
            ruling.blast()),
        new Topics(name + ".").verdict(said),
        new Decision.BundleRef(1, digest),
        number,
        made.decidedAtMs());
  }

  private Cli verify(String... arguments) {
    try (TestWall wall = TestWall.create(broker, name + ".", 1)) {
      wall.write(draft);
      return wall.ledger("replay", arguments);
    }
  }

  @Test
  void decisionsThatFollowAreSaidToFollow() throws Exception {
    begin("follows");

    Cli text = verify("--verify");

    assertThat(text.exit()).as(text.toString()).isZero();
    assertThat(text.lines())
        .containsExactly(
            "ledger '" + name + "': 2 decisions decided again by 1 bundle on record: all follow");
  }

  @Test
  void aForgedVerdictInAValidChainIsToldWithBothSides() throws Exception {
    begin("forged");
    draft.decided(ruled(Hostile.TEXT, "billing", Verdict.ADMIT));

    Cli text = verify("--verify");

    assertThat(text.exit()).as(text.toString()).isEqualTo(5);
    assertThat(text.lines().get(0)).startsWith("entry 0/0000000000000003 x\\u{1b}[2J");
    assertThat(text.lines().get(1)).isEqualTo("  verdict: recorded admit, decided again defer");
    assertThat(text.lines().get(2))
        .isEqualTo(
            "ledger '"
                + name
                + "': 3 decisions decided again by 1 bundle on record: NOT all as recorded, 1"
                + " finding");
    assertThat(Hostile.isDangerous(text.out())).isFalse();
  }

  @Test
  void theSameForProgramsIsOneObject() throws Exception {
    begin("json");
    Decision honest = ruled("deployer", "web", null);
    draft.decided(
        new Decision(
            honest.intent(),
            honest.facts(),
            honest.ruling(),
            "elsewhere",
            new Decision.BundleRef(9, Hash.sha256(new byte[] {9})),
            honest.decisionSeq(),
            honest.decidedAtMs()));

    Cli json = verify("--verify", "-o", "json");

    assertThat(json.exit()).isEqualTo(5);
    JsonNode object = json.json().get(0);
    assertThat(json.json()).hasSize(1);
    assertThat(object.get("follows").asBoolean()).isFalse();
    assertThat(object.get("findings").toString())
        .isEqualTo(
            ("[{'partition':0,'seq':3,'intent':'deployer/2','differences':["
                    + "{'what':'bundle','recorded':'version 9, "
                    + Hash.sha256(new byte[] {9})
                    + "','decided_again':'no bundle with this digest is on record'},"
                    + "{'what':'topic','recorded':'elsewhere','decided_again':'"
                    + name
                    + ".admitted'}]}]")
                .replace('\'', '"'));
  }

  @Test
  void aDamagedChainDoesNotFollow() throws Exception {
    begin("damaged");
    draft.rows.remove(0);

    assertThat(verify("--verify").exit()).isEqualTo(5);
  }

  @Test
  void upToAMomentIsAWrongUse() throws Exception {
    begin("usage");

    Cli run = verify("--verify", "--to", "1");

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("--verify decides everything again");
  }
}
