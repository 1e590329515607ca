package io.floodwall.app.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.floodwall.app.broker.TestBroker;
import io.floodwall.core.Reason;
import io.floodwall.core.admission.Refusal;
import io.floodwall.core.gate.Decision;
import io.floodwall.core.gate.Verdict;
import io.floodwall.core.intent.Action;
import io.floodwall.core.intent.BlastRadius;
import io.floodwall.core.intent.Intent;
import io.floodwall.core.intent.Priority;
import io.floodwall.core.ledger.EntryKind;
import io.floodwall.core.ledger.RefusalBatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the audit prints of walls that the test writes itself: one partition, four intents. */
class AuditIT {
  private static TestBroker broker;

  @BeforeAll
  static void start() {
    broker = TestBroker.start();
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  /** Three intents decided, one refused, all of it on record. */
  private static final class Written implements AutoCloseable {
    final String name;
    final TestWall wall;
    final Draft draft;
    long sequence;

    Written(String title) {
      name = TestBroker.wallName(title);
      wall = TestWall.create(broker, name + ".", 1);
      draft = Draft.empty(name, 0);
    }

    static Written whole(String title) {
      var written = new Written(title);
      written.decided(written.intent(0, "web"), 0, Verdict.ADMIT);
      written.decided(written.intent(1, "billing"), 1, Verdict.DEFER);
      written.intent(2, "web");
      written.refused(2, Reason.RATE_LIMITED);
      written.decided(written.intent(3, "api"), 3, Verdict.REJECT);
      return written;
    }

    Intent intent(int id, String resource) {
      Intent intent = draft(id, resource);
      byte[] value = Draft.CODECS.intent().encode(intent);
      assertThat(wall.write(wall.wall().topics().intents(), 0, "deployer", value)).isEqualTo(id);
      return intent;
    }

    static Intent draft(int id, String resource) {
      return Intent.of(
          "deployer",
          Integer.toString(id),
          new Action.Destroy(resource),
          Priority.URGENT,
          BlastRadius.CELL);
    }

    Decision decision(Intent intent, long offset, Verdict verdict) {
      Decision made = Decisions.of(intent, 0, sequence++, offset, verdict, "because");
      return new Decision(
          made.intent(),
          made.facts(),
          made.ruling(),
          wall.wall().topics().verdict(verdict),
          made.bundle(),
          made.decisionSeq(),
          made.decidedAtMs());
    }

    void decided(Intent intent, long offset, Verdict verdict) {
      Decision decision = decision(intent, offset, verdict);
      told(decision);
      draft.decided(decision);
    }

    void told(Decision decision) {
      wall.write(decision.topic(), 0, "deployer", Draft.CODECS.decision().encode(decision));
    }

    void refused(long offset, Reason reason) {
      var refusal =
          new Refusal(
              "deployer", "2", reason, "too fast", 5L, null, 0, 10, 0, offset, offset - 1, 1L);
      byte[] value = Draft.CODECS.refusal().encode(refusal);
      wall.write(wall.wall().topics().refused(), 0, "deployer", value);
      draft.add(
          EntryKind.REFUSALS,
          Draft.CODECS.refusalBatch(),
          RefusalBatch.EMPTY.with(reason, offset, value));
    }

    Cli audit(String... arguments) {
      wall.write(draft);
      return wall.ledger("audit", arguments);
    }

    @Override
    public void close() {
      wall.close();
    }
  }

  @Test
  void aWholeWallIsComplete() {
    try (Written wall = Written.whole("whole")) {
      Cli text = wall.audit();
      Cli json = wall.wall.ledger("audit", "-o", "json");

      assertThat(text.exit()).as(text.toString()).isZero();
      assertThat(text.lines())
          .containsExactly(
              "partition 0: 4 intents from offset 0 to the cut at 4; on record 3 decided, 1"
                  + " refused, 0 expired; 0 pending; 0 behind the cut",
              "verdict topics: 3 decisions, 3 on record",
              "taken by retention: nothing",
              "ledger '" + wall.name + "' is complete: 4 intents in 1 partition");
      assertThat(json.exit()).isZero();
      assertThat(json.out())
          .isEqualTo(
              """
              {'complete':true,'partitions':[{'partition':0,'begin':0,'cut':4,'intents':4,\
              'decided':{'admit':1,'defer':1,'reject':1},'refused':1,'expired':0,'pending':0,\
              'answers_of_intents_gone':0,'behind_the_cut':0}],'pending':[],\
              'decisions_on_topics':3,'decisions_on_record':3,'retention':{},\
              'counts':{'missing':0,'extra':0,'double':0,'different':0,'unreadable':0},\
              'findings':[],'chain_findings':[],'findings_count':0}
              """
                  .replace('\'', '"'));
    }
  }

  @Test
  void everyKindOfFaultIsListedWithItsPlace() {
    try (Written wall = Written.whole("faults")) {
      Intent last = wall.intent(4, "web"); // nobody answers it
      wall.decided(wall.intent(5, "web"), 5, Verdict.ADMIT);
      wall.decided(Written.draft(5, "web"), 5, Verdict.ADMIT); // decided twice
      wall.decided(last, 6, Verdict.ADMIT); // no such intent
      wall.draft.decided(wall.decision(wall.intent(6, "api"), 7, Verdict.ADMIT)); // on no topic
      String admitted = wall.wall.wall().topics().admitted();
      wall.wall.write(admitted, 0, Hostile.TEXT, "no decision".getBytes(UTF_8));

      Cli text = wall.audit();
      Cli json = wall.wall.ledger("audit", "-o", "json");

      assertThat(text.exit()).as(text.toString()).isEqualTo(5);
      assertThat(text.lines())
          .contains(
              "verdict topics: 6 decisions, 7 on record",
              "  double: partition 0 intent 5 at 0/0000000000000005: it is decided on record"
                  + " already",
              "  missing: partition 0 decision 6 at 0/0000000000000007: it is on record, and not on"
                  + " the topic of its verdict",
              "  missing: partition 0 intent 4 at "
                  + wall.wall.wall().topics().intents()
                  + "-0@4: it has no answer: admission has read it, and nothing more is seen of it",
              "  different: partition 0 intent 6 at "
                  + wall.wall.wall().topics().intents()
                  + "-0@6: the intent on record is not the one that lies here",
              "  extra: partition 0 intent 7: it is decided on record, and no intent lies at that"
                  + " offset",
              "ledger '" + wall.name + "' is NOT complete: 6 findings in 7 intents in 1 partition")
          .anyMatch(
              line -> line.startsWith("  extra: partition 0 record at " + admitted + "-0@4: "));
      assertThat(Hostile.isDangerous(text.out())).isFalse();
      assertThat(json.exit()).isEqualTo(5);
      assertThat(json.json().get(0).get("findings_count").asInt()).isEqualTo(6);
      assertThat(json.json().get(0).get("counts").toString())
          .isEqualTo(
              "{'missing':2,'extra':2,'double':1,'different':1,'unreadable':0}".replace('\'', '"'));
      assertThat(json.json().get(0).get("findings")).hasSize(6);
    }
  }

  @Test
  void aDamagedChainIsNotComplete() {
    try (Written wall = Written.whole("torn")) {
      wall.draft.rows.remove(2);

      Cli json = wall.audit("-o", "json");

      assertThat(json.exit()).isEqualTo(5);
      assertThat(json.json().get(0).get("complete").asBoolean()).isFalse();
      assertThat(json.json().get(0).get("chain_findings").get(0).get("check").asText())
          .isEqualTo("seq");
      assertThat(json.json().get(0).get("pending").toString())
          .isEqualTo("[{'partition':0,'offset':2,'stage':'refused'}]".replace('\'', '"'));
    }
  }
}
