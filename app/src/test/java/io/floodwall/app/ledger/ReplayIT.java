package io.floodwall.app.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.floodwall.app.broker.TestBroker;
import io.floodwall.core.intent.Action;
import io.floodwall.core.intent.BlastRadius;
import io.floodwall.core.intent.Intent;
import io.floodwall.core.intent.Priority;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Promise 7 on a real broker: ten entries that answer eight intents, and ten intents of which the
 * last two, one of them not an intent at all, have no answer.
 */
class ReplayIT {
  private static TestBroker broker;
  private static String name;
  private static TestWall wall;
  private static Draft draft;

  @BeforeAll
  static void write() {
    broker = TestBroker.start();
    name = TestBroker.wallName("replay");
    wall = TestWall.create(broker, name + ".", 1);
    draft = Draft.of(name, 0, 10);
    wall.write(draft);
    String intents = wall.wall().topics().intents();
    for (long offset = 0; offset <= draft.offsets(); offset++) {
      Intent intent =
          Intent.of(
              "late",
              Long.toString(offset),
              new Action.Destroy("web"),
              Priority.URGENT,
              BlastRadius.CELL);
      assertThat(wall.write(intents, 0, "late", Draft.CODECS.intent().encode(intent)))
          .isEqualTo(offset);
    }
    wall.write(intents, 0, "garbler", "not an intent".getBytes(UTF_8));
  }

  @AfterAll
  static void stop() {
    wall.close();
    broker.close();
  }

  private static JsonNode only(Cli run, String type) {
    assertThat(run.json(type)).hasSize(1);
    return run.json(type).get(0);
  }

  @Test
  void everythingIsRebuilt() {
    Cli run = wall.ledger("replay", "-o", "json");

    assertThat(run.exit()).as(run.toString()).isZero();
    assertThat(run.json("verdict")).hasSize(7);
    assertThat(run.json("verdict").get(1).toString())
        .isEqualTo(
            ("{'type':'verdict','partition':0,'tenant':'default','agent':'autoscaler','id':'1','verdict':'defer',"
                    + "'reason':'POLICY','text':'because','seq':3,'decision_seq':1,'source_offset':1,"
                    + "'decided_at':'2026-05-01T12:00:01Z','times_decided':1}")
                .replace('\'', '"'));
    assertThat(run.json("bucket"))
        .extracting(b -> b.get("agent").asText() + " " + b.get("source_offset").asInt())
        .containsExactly("autoscaler 6", "chaos-monkey 7", "deployer 8");
    assertThat(run.json("hold")).extracting(hold -> hold.get("seq").asInt()).containsExactly(3, 7);
    assertThat(run.json("waiting"))
        .extracting(
            w ->
                w.get("offset").asInt()
                    + " "
                    + w.get("agent").asText()
                    + " "
                    + w.get("id").asText()
                    + " "
                    + w.get("priority").asText())
        .containsExactly("9 late 9 urgent", "10 garbler null null");
    assertThat(only(run, "counters").toString())
        .isEqualTo(
            ("{'type':'counters','verdicts':{'admit':3,'defer':2,'reject':2},"
                    + "'refusals':{'RATE_LIMITED':1,'BACKPRESSURE':1},"
                    + "'entries':{'verdict':7,'refusals':1,'bundle':1,'control':1}}")
                .replace('\'', '"'));
    assertThat(only(run, "head").toString())
        .isEqualTo(
            ("{'type':'head','partition':0,'size':10,'digest':'"
                    + draft.head().digest()
                    + "','decisions_through':6,'intents_cut':11}")
                .replace('\'', '"'));
    assertThat(only(run, "control").get("state").asText()).isEqualTo("open");
    assertThat(only(run, "bundle").get("version").asInt()).isEqualTo(1);
  }

  @Test
  void theTextHasTheTotalsAndWhatIsOpen() {
    Cli run = wall.ledger("replay");

    assertThat(run.exit()).isZero();
    assertThat(run.lines())
        .startsWith(
            "ledger '" + name + "' as of now",
            "  verdicts  admit 3, defer 2, reject 2",
            "  refusals  RATE_LIMITED 1, BACKPRESSURE 1",
            "  entries   verdict 7, refusals 1, bundle 1, control 1",
            "  intents   7 decided, of them on hold 2; waiting 2")
        .contains("  0@9 late/9 urgent", "  0@10 not an intent, under key garbler")
        .contains("  0/3 autoscaler/1 POLICY because")
        .contains("  deployer: 1.500006 tokens at 2026-05-01T12:00:05.980Z");
  }

  @Test
  void upToAnEntryOnlyWhatItHasOvertakenIsAccountedFor() {
    Cli run = wall.ledger("replay", "--to", "5", "-o", "json");

    assertThat(run.exit()).isZero();
    assertThat(run.json("verdict")).hasSize(3);
    assertThat(only(run, "head").get("size").asInt()).isEqualTo(6);
    assertThat(only(run, "head").get("digest").asText()).isEqualTo(draft.entry(5).digest().hex());
    assertThat(only(run, "head").get("intents_cut").asInt()).isEqualTo(5);
    assertThat(run.json("waiting")).isEmpty();
  }

  @Test
  void upToATimeTheDecisionsMadeByThenStand() {
    Instant third = Decisions.T0.plusSeconds(2);

    Cli run = wall.ledger("replay", "--to", third.toString(), "-o", "json");

    assertThat(run.exit()).isZero();
    assertThat(run.json("verdict"))
        .extracting(v -> v.get("decision_seq").asInt())
        .containsExactly(0, 1, 2);
    assertThat(only(run, "counters").get("refusals")).isEmpty();
    assertThat(run.json("waiting")).isEmpty();
  }

  @Test
  void aTimeWithoutAZoneIsAWrongUse() {
    Cli run = wall.ledger("replay", "--to", "2026-05-01T12:00:00");

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("RFC 3339 time with a zone");
  }

  @Test
  void aDamagedLedgerIsRebuiltAsFarAsItGoesAndExitsWithTamper() {
    String tornName = TestBroker.wallName("torn");
    try (TestWall torn = TestWall.create(broker, tornName + ".", 1)) {
      Draft missing = Draft.of(tornName, 0, 10);
      missing.rows.remove(3);
      torn.write(missing);

      Cli json = torn.ledger("replay", "-o", "json");
      Cli text = torn.ledger("replay");

      assertThat(json.exit()).isEqualTo(5);
      assertThat(json.json("verdict")).hasSize(6);
      assertThat(only(json, "finding").get("check").asText()).isEqualTo("seq");
      assertThat(only(json, "head").get("decisions_through").asInt()).isZero();
      assertThat(text.exit()).isEqualTo(5);
      assertThat(text.out()).contains("  seq: chain 0 seq 3 at ");
    }
  }
}
