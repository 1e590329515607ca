package io.floodwall.app.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.floodwall.app.Floodwall;
import io.floodwall.app.broker.BrokerFolder;
import io.floodwall.app.broker.EmbeddedBroker;
import io.floodwall.core.Bytes;
import io.floodwall.core.Hash;
import io.floodwall.core.admission.Control;
import io.floodwall.core.ledger.EntryKind;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What {@code ledger cat} prints of two chains, one of them with a damaged record. */
class CatIT {
  private static EmbeddedBroker broker;
  private static TestWall wall;
  private static TestWall damaged;

  @BeforeAll
  static void write() {
    broker = TestWall.startBroker(BrokerFolder.throwAway());
    wall = TestWall.create(broker, "cat.", 2);
    Draft second = Draft.of("cat", 1, 3);
    second.add(
        EntryKind.CONTROL,
        Draft.CODECS.control(),
        Control.jail("deployer", true, "runaway", "ada", 1_777_640_400_000L));
    wall.write(Draft.of("cat", 0, 8), second);
    damaged = TestWall.create(broker, "damaged.", 1);
    Draft draft = Draft.of("damaged", 0, 5);
    draft.value(2, new byte[] {1, 2, 3});
    var head = draft.head();
    draft.add(
        head.next(
            EntryKind.VERDICT, Draft.CODECS.decision().fingerprint(), Bytes.copyOf(new byte[100])));
    draft.add(
        draft
            .head()
            .next(EntryKind.VERDICT, Hash.sha256(new byte[] {7}), Bytes.copyOf(new byte[] {1, 2})));
    damaged.write(draft);
  }

  @AfterAll
  static void stop() {
    wall.close();
    damaged.close();
    broker.close();
  }

  @Test
  void everyEntryIsALineInTheOrderOfItsChain() {
    Cli run = wall.ledger("cat");

    assertThat(run.exit()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.lines()).hasSize(12);
    assertThat(run.lines().stream().map(line -> line.substring(0, 3)))
        .containsExactly(
            "0/0", "0/1", "0/2", "0/3", "0/4", "0/5", "0/6", "0/7", "1/0", "1/1", "1/2", "1/3");
    assertThat(run.lines().get(0))
        .endsWith(
            "bundle   default/1: no-global-destroy, blast-needs-priority, resource-allowlist");
    assertThat(run.lines().get(1)).endsWith("control  valve open by ada: all clear");
    assertThat(run.lines().get(3))
        .endsWith("verdict  defer autoscaler/1 scale web to 1 (normal, cell) POLICY because");
    assertThat(run.lines().get(5)).endsWith("refusals RATE_LIMITED 1, BACKPRESSURE 1");
    assertThat(run.lines().get(11))
        .endsWith("control  jail/deployer jailed until 2026-05-01T13:00:00Z by ada: runaway");
  }

  @Test
  void aDecisionIsDecodedWhole() {
    JsonNode entry =
        wall.ledger("cat", "-o", "json", "--partition", "0", "--from", "3", "--to", "3")
            .json()
            .get(0);

    assertThat(entry.get("seq").asInt()).isEqualTo(3);
    assertThat(entry.get("kind").asText()).isEqualTo("verdict");
    assertThat(entry.get("time").asText()).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
    assertThat(entry.get("digest").asText()).hasSize(64);
    assertThat(entry.get("decision").toString())
        .isEqualTo(
            ("{'tenant':'default','agent':'autoscaler','id':'1','on_behalf_of':null,"
                    + "'action':{'kind':'scale','resource':'web','replicas':1},'priority':'normal','blast':'cell',"
                    + "'environment':null,'reasoning':null,'session':null,'deadline':null,'state_digest':null,"
                    + "'verdict':'defer','reason':'POLICY','text':'because','topic':'floodwall.defer',"
                    + "'breakdown':[{'policy':'resource-allowlist','verdict':'defer','text':'because'}],"
                    + "'ruled_priority':'normal','ruled_blast':'cell',"
                    + "'facts':{'source_partition':0,'source_offset':1,'previous_offset':0,'append_ms':1777636800980,"
                    + "'bucket':{'tokens_micros':1500001,'remainder':3,'last_ms':1777636800980},'depth':0,"
                    + "'queued_at_ms':1777636800985,'released_at_ms':1777636800990,'control':{'key':'valve','offset':0},'signature':null},"
                    + "'bundle':{'version':1,'digest':'4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a'},"
                    + "'decision_seq':1,'decided_at':'2026-05-01T12:00:01Z'}")
                .replace('\'', '"'));
  }

  @Test
  void theOtherKindsAreDecodedToo() {
    List<JsonNode> entries =
        wall.ledger("cat", "-o", "json", "--kind", "refusals,bundle,control").json();

    assertThat(entries).hasSize(6);
    assertThat(entries.get(0).get("bundle").toString())
        .isEqualTo(
            ("{'tenant':'default','version':1,'admitByDefault':true,'agents':[],'safeTools':[],'policies':["
                    + "{'name':'no-global-destroy','parameters':[]},{'name':'blast-needs-priority','parameters':[]},"
                    + "{'name':'resource-allowlist','parameters':[{'name':'allow','values':['web','api','cache']}]}]}")
                .replace('\'', '"'));
    assertThat(entries.get(1).get("control").toString())
        .isEqualTo(
            "{'key':'valve','state':'open','reason':'all clear','who':'ada','until':null}"
                .replace('\'', '"'));
    assertThat(entries.get(2).get("refusals").get("ranges").get(1).get("offsets").toString())
        .isEqualTo("[4]");
  }

  @Test
  void onlyWhatIsAskedForIsPrinted() {
    assertThat(wall.ledger("cat", "--from", "6", "--to", "7").lines()).hasSize(2);
    assertThat(wall.ledger("cat", "--kind", "control").lines()).hasSize(3);
    assertThat(wall.ledger("cat", "--agent", "deployer", "-o", "json").json())
        .extracting(entry -> entry.get("partition").asInt() + "/" + entry.get("seq").asInt())
        .containsExactly("0/2", "0/6", "1/2", "1/3");
    assertThat(wall.ledger("cat", "--from", "9", "--to", "3").exit()).isEqualTo(2);
  }

  @Test
  void whatDoesNotDecodeIsToldWithItsPlaceAndThePrintingGoesOn() {
    Cli run = damaged.ledger("cat", "-o", "json");

    assertThat(run.exit()).isEqualTo(5);
    assertThat(run.json())
        .extracting(entry -> entry.get("seq").asInt())
        .containsExactly(0, 1, 3, 4, 5, 6);
    assertThat(run.err())
        .contains("damaged.ledger-0@2: not an entry: ")
        .contains("damaged.ledger-0@5: the payload does not decode: ")
        .contains(
            "damaged.ledger-0@6: no known schema has the fingerprint ",
            ": a newer floodwall may know it");
    JsonNode opaque = run.json().get(4);
    assertThat(opaque.get("payload_error").asText()).contains("Decision", "at byte ");
    assertThat(opaque.get("payload_hex").asText()).isEqualTo("00".repeat(64));
    assertThat(opaque.get("payload_bytes").asInt()).isEqualTo(100);
  }

  @Test
  void anOutputThatNobodyReadsEndsItQuietly() {
    var err = new StringWriter();
    var command = Floodwall.commandLine();
    command.setOut(new PrintWriter(new ClosedPipe()));
    command.setErr(new PrintWriter(err));

    int exit = command.execute("ledger", "cat", "--bootstrap", address(), "--prefix", "damaged.");

    assertThat(exit).isZero();
    assertThat(err.toString()).doesNotContain("Exception").doesNotContain("floodwall ledger cat:");
  }

  private static String address() {
    return broker.bootstrapServers();
  }

  /** What a process writes to when {@code head} has gone away. */
  private static final class ClosedPipe extends Writer {
    @Override
    public void write(char[] chars, int from, int length) throws IOException {
      throw new IOException("Broken pipe");
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
