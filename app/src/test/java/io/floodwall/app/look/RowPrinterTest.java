package io.floodwall.app.look;

import static io.floodwall.app.look.Rows.NOW_MS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.floodwall.app.cli.Json;
import io.floodwall.app.cli.YamlFile;
import io.floodwall.app.wall.Bundles;
import io.floodwall.core.Hash;
import io.floodwall.core.admission.Control;
import io.floodwall.core.gate.PolicyBundle;
import io.floodwall.core.intent.PlainText;
import io.floodwall.core.ledger.Chain;
import io.floodwall.core.ledger.PublishedHead;
import io.floodwall.core.outcome.Outcome;
import io.floodwall.core.outcome.Outcome.Result;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every list in every format, over fixed rows, character by character. */
class RowPrinterTest {
  private static final List<Row> INTENTS =
      Rows.of(
          IntentRows.INTENTS,
          Rows.arrived("deployer", "1", 1, "web"),
          Rows.waiting("deployer", "2", 2),
          Rows.refused("chaos-monkey", "3", 3, "no token"),
          Rows.decided(State.ADMITTED, "deployer", "4", 4, null),
          Rows.decided(State.DEFERRED, "dba", "5", 5, "resource 'db' is not on the allowlist"));

  private static String printed(List<Column> columns, List<Row> rows, LookFormat format) {
    return Rows.printed(columns, rows, format);
  }

  @Test
  void intentsAsATable() {
    assertThat(printed(IntentRows.INTENTS.columns(), INTENTS, LookFormat.table))
        .isEqualTo(
            """
            AGENT         ID  AGE  PRIORITY  BLAST  ACTION  RESOURCE  STATE     FORCE  REASON
            deployer      1   1s   normal    cell   scale   web       PENDING   -      -
            deployer      2   2s   normal    cell   scale   api       WAITING   -      -
            chaos-monkey  3   3s   normal    cell   scale   web       REFUSED   -      RATE_LIMITED
            deployer      4   4s   normal    cell   scale   web       ADMITTED  no     ADMITTED
            dba           5   5s   normal    cell   scale   web       DEFERRED  yes    POLICY
            """);
  }

  @Test
  void intentsWide() {
    assertThat(printed(IntentRows.INTENTS.columns(), INTENTS.subList(2, 5), LookFormat.wide))
        .isEqualTo(
            """
            AGENT         ID  AGE  PRIORITY  BLAST  ACTION  RESOURCE  STATE     FORCE  REASON        TEXT                                   TENANT   PARTITION  OFFSET  DECISION
            chaos-monkey  3   3s   normal    cell   scale   web       REFUSED   -      RATE_LIMITED  no token                               default  2          3       -
            deployer      4   4s   normal    cell   scale   web       ADMITTED  no     ADMITTED      -                                      default  2          4       3
            dba           5   5s   normal    cell   scale   web       DEFERRED  yes    POLICY        resource 'db' is not on the allowlist  default  2          5       4
            """);
  }

  @Test
  void intentsAsJsonAreOneObjectALine() {
    assertThat(printed(IntentRows.INTENTS.columns(), INTENTS.subList(2, 4), LookFormat.json))
        .isEqualTo(
            """
            {"agent":"chaos-monkey","id":"3","state":"refused","in_force":false,"reason":"RATE_LIMITED","text":"no token","next":"retry after retryAfterMs","retry_after_ms":1500,"tenant":"default","priority":"normal","blast":"cell","action":"scale","resource":"web","appended_at":"2026-05-01T11:59:57Z","partition":2,"offset":3,"decision_seq":null}
            {"agent":"deployer","id":"4","state":"admitted","in_force":false,"reason":"ADMITTED","text":null,"next":null,"retry_after_ms":null,"tenant":"default","priority":"normal","blast":"cell","action":"scale","resource":"web","appended_at":"2026-05-01T11:59:56Z","partition":2,"offset":4,"decision_seq":3}
            """);
  }

  @Test
  void intentsAsYamlAreOneDocumentEach() {
    assertThat(printed(IntentRows.INTENTS.columns(), INTENTS.subList(4, 5), LookFormat.yaml))
        .isEqualTo(
            """
            ---
            agent: "dba"
            id: "5"
            state: "deferred"
            in_force: true
            reason: "POLICY"
            text: "resource 'db' is not on the allowlist"
            next: "deferred is final: submit it again with a new id when what deferred it no longer holds"
            retry_after_ms: null
            tenant: "default"
            priority: "normal"
            blast: "cell"
            action: "scale"
            resource: "web"
            appended_at: "2026-05-01T11:59:55Z"
            partition: 2
            offset: 5
            decision_seq: 4
            """);
  }

  @Test
  void intentsByName() {
    assertThat(printed(IntentRows.INTENTS.columns(), INTENTS, LookFormat.name))
        .isEqualTo(
            """
            intent/deployer/1
            intent/deployer/2
            intent/chaos-monkey/3
            intent/deployer/4
            intent/dba/5
            """);
  }

  @Test
  void refusedAsATable() {
    assertThat(
            printed(
                IntentRows.REFUSED.columns(),
                Rows.of(IntentRows.REFUSED, Rows.refused("chaos-monkey", "3", 3, "no token")),
                LookFormat.wide))
        .isEqualTo(
            """
            AGENT         ID  AGE  REASON        RETRY   DETAIL    NEXT                      ACTION  RESOURCE  PARTITION  OFFSET
            chaos-monkey  3   3s   RATE_LIMITED  1500ms  no token  retry after retryAfterMs  scale   web       2          3
            """);
  }

  @Test
  void holdsAsATable() {
    assertThat(
            printed(
                IntentRows.HOLDS.columns(),
                Rows.of(IntentRows.HOLDS, Rows.decided(State.DEFERRED, "dba", "5", 5, "frozen")),
                LookFormat.table))
        .isEqualTo(
            """
            AGENT  ID  AGE  ACTION  RESOURCE  WHY     FORCE
            dba    5   5s   scale   web       frozen  yes
            """);
  }

  @Test
  void agentsInEveryFormat() {
    var rows =
        List.of(
            AgentRows.row(
                new Agent("deployer", 1, 2_345_678L, 9, 3, 1, 1, 2, 1, NOW_MS - 5_000, null),
                false,
                NOW_MS),
            AgentRows.row(
                new Agent("prisoner", 0, null, 1, 0, 0, 0, 1, 0, NOW_MS - 7_200_000, "JAILED"),
                true,
                NOW_MS));
    assertThat(printed(AgentRows.COLUMNS, rows, LookFormat.wide))
        .isEqualTo(
            """
            AGENT     TOKENS  ADMITTED  DEFERRED  REJECTED  REFUSED  WAITING  PENDING  LAST  JAILED  LAST-REFUSAL  PARTITION
            deployer  2.34    3         1         1         2        1        1        5s    no      -             1
            prisoner  -       0         0         0         1        0        0        2h    yes     JAILED        0
            """);
    assertThat(printed(AgentRows.COLUMNS, rows.subList(1, 2), LookFormat.json))
        .isEqualTo(
            """
            {"agent":"prisoner","tokens_micros":null,"seen":1,"admitted":0,"deferred":0,"rejected":0,"refused":1,"waiting":0,"pending":0,"last_at":"2026-05-01T10:00:00Z","jailed":true,"last_refusal":"JAILED","partition":0}
            """);
    assertThat(printed(AgentRows.COLUMNS, rows, LookFormat.name))
        .isEqualTo("agent/deployer\nagent/prisoner\n");
  }

  @Test
  void controlsInEveryFormatTheValveFirst() {
    var rows =
        ControlRows.of(
            List.of(
                Rows.jail("chaos-monkey", "loop", "ada", NOW_MS + 60_000, 3),
                Rows.jail("old", "loop", "ada", NOW_MS - 1, 4),
                new Orders.Order(Control.valve(true, "incident 42", "bob", null), 4, 4)),
            NOW_MS);
    assertThat(printed(ControlRows.COLUMNS, rows, LookFormat.table))
        .isEqualTo(
            """
            CONTROL            STATE   UNTIL                     WHO  IN-EFFECT  WHY
            valve              closed  -                         bob  4/4        incident 42
            jail/chaos-monkey  jailed  2026-05-01T12:01:00Z      ada  3/4        loop
            jail/old           lapsed  2026-05-01T11:59:59.999Z  ada  4/4        loop
            """);
    assertThat(printed(ControlRows.COLUMNS, rows.subList(1, 2), LookFormat.json))
        .isEqualTo(
            """
            {"key":"jail/chaos-monkey","state":"jailed","until":"2026-05-01T12:01:00Z","who":"ada","reason":"loop","applied":3,"partitions":4}
            """);
    assertThat(printed(ControlRows.COLUMNS, ControlRows.of(List.of(), NOW_MS), LookFormat.table))
        .isEqualTo(
            """
            CONTROL  STATE  UNTIL  WHO  IN-EFFECT  WHY
            valve    open   -      -    -          never closed
            """);
  }

  @Test
  void bundlesOneOfEachTenantGoverns() {
    PolicyBundle first = PolicyBundle.shipped();
    var second =
        new PolicyBundle("default", 2, false, List.of(), List.of(), first.policies().subList(0, 1));
    Hash digest = Hash.sha256(new byte[] {1});
    var rows =
        BundleRows.of(List.of(new Bundles.Found(second, digest), new Bundles.Found(first, digest)));
    assertThat(printed(BundleRows.COLUMNS, rows, LookFormat.table))
        .isEqualTo(
            """
            TENANT   VERSION  GOVERNS  DEFAULT  DIGEST        AGENTS  POLICIES
            default  2        yes      reject   4bf5122f3445  any     no-global-destroy
            default  1        no       admit    4bf5122f3445  any     no-global-destroy,blast-needs-priority,resource…
            """);
    assertThat(printed(BundleRows.COLUMNS, rows.subList(0, 1), LookFormat.json))
        .isEqualTo(
            """
            {"tenant":"default","version":2,"governs":true,"default":"reject","digest":"4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a","agents":0,"policies":["no-global-destroy"]}
            """);
    assertThat(printed(BundleRows.COLUMNS, rows, LookFormat.name))
        .isEqualTo("bundle/default/2\nbundle/default/1\n");
  }

  @Test
  void outcomesInEveryFormat() {
    var rows =
        List.of(
            OutcomeRows.row(Rows.outcome(Result.STARTED, 1, null, ""), NOW_MS),
            OutcomeRows.row(Rows.outcome(Result.FAILED, 2, 3, "disk full"), NOW_MS));
    assertThat(printed(OutcomeRows.COLUMNS, rows, LookFormat.table))
        .isEqualTo(
            """
            DECISION      AGENT     ID  ATTEMPT  RESULT   DEPLOYER    EXIT  AGE  EVIDENCE
            4bf5122f3445  deployer  7   1        STARTED  ada-laptop  -     1s   -
            4bf5122f3445  deployer  7   2        FAILED   ada-laptop  3     2s   disk full
            """);
    assertThat(printed(OutcomeRows.COLUMNS, rows.subList(1, 2), LookFormat.wide))
        .isEqualTo(
            """
            DECISION      AGENT     ID  ATTEMPT  RESULT  DEPLOYER    EXIT  AGE  EVIDENCE   TENANT   PARTITION  OFFSET
            4bf5122f3445  deployer  7   2        FAILED  ada-laptop  3     2s   disk full  default  2          17
            """);
    assertThat(printed(OutcomeRows.COLUMNS, rows.subList(1, 2), LookFormat.json))
        .isEqualTo(
            """
            {"tenant":"default","agent":"deployer","id":"7","decision":"4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a","source_partition":2,"source_offset":17,"decision_seq":12,"attempt":2,"result":"failed","deployer":"ada-laptop","exit_code":3,"evidence":"disk full","at":"2026-05-01T11:59:58Z"}
            """);
    assertThat(printed(OutcomeRows.COLUMNS, rows, LookFormat.name))
        .isEqualTo(
            """
            outcome/4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a/1/started
            outcome/4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a/2/failed
            """);
  }

  @Test
  void headsSayHowFarTheLedgerIsBehindTheGate() {
    var head =
        new PublishedHead("floodwall/0", 0, new Chain.Head(7, Hash.sha256(new byte[] {1})), 4);
    var rows = HeadRows.of(List.of(new Chains.Stand(0, head, 6), new Chains.Stand(1, null, -1)));
    assertThat(printed(HeadRows.COLUMNS, rows, LookFormat.table))
        .isEqualTo(
            """
            PARTITION  SIZE  DIGEST        DECISIONS-THROUGH  DECIDED  LAG
            0          7     4bf5122f3445  4                  6        2
            1          0     -             -1                 -1       0
            """);
    assertThat(printed(HeadRows.COLUMNS, rows.subList(1, 2), LookFormat.json))
        .isEqualTo(
            """
            {"partition":1,"origin":null,"size":0,"digest":null,"decisions_through":-1,"decided":-1,"lag":0}
            """);
  }

  @Test
  void whatComesLaterStandsBelowWhatWasThere() {
    var text = new java.io.StringWriter();
    var writer = new java.io.PrintWriter(text);
    var printer =
        new RowPrinter(
            IntentRows.HOLDS.columns(),
            LookFormat.table,
            new io.floodwall.app.ledger.DataOut(writer));
    printer.print(Rows.of(IntentRows.HOLDS, Rows.decided(State.DEFERRED, "dba", "5", 5, "frozen")));
    printer.print(Rows.of(IntentRows.HOLDS, Rows.decided(State.DEFERRED, "a", "6", 6, "no")));
    assertThat(text.toString())
        .isEqualTo(
            """
            AGENT  ID  AGE  ACTION  RESOURCE  WHY     FORCE
            dba    5   5s   scale   web       frozen  yes
            a      6   6s   scale   web       no      no
            """);
  }

  private static String hostileEvidence() {
    return PlainText.start(Rows.HOSTILE, Outcome.EVIDENCE_BYTES_MAX / 3);
  }

  private static Stream<Row> hostile() {
    String text = Rows.HOSTILE;
    var bundle =
        new PolicyBundle(
            text,
            1,
            true,
            List.of(),
            List.of(),
            List.of(new PolicyBundle.PolicySpec(text, List.of())));
    IntentView asked =
        new IntentView(
            0,
            1,
            text,
            text,
            new IntentView.Asked(text, text, text, text, text),
            1,
            State.DEFERRED,
            "POLICY",
            text,
            null,
            1,
            true);
    var head = new PublishedHead(text, 0, new Chain.Head(7, Hash.sha256(new byte[] {1})), 4);
    return Stream.of(
        IntentRows.INTENTS.row(asked, NOW_MS),
        IntentRows.REFUSED.row(asked, NOW_MS),
        IntentRows.HOLDS.row(asked, NOW_MS),
        AgentRows.row(new Agent(text, 0, 1L, 1, 1, 0, 0, 0, 0, 1, text), true, NOW_MS),
        ControlRows.of(List.of(Rows.jail(text, text, text, 1L, 1)), NOW_MS).get(1),
        BundleRows.of(List.of(new Bundles.Found(bundle, Hash.sha256(new byte[] {1})))).get(0),
        HeadRows.of(List.of(new Chains.Stand(0, head, 6))).get(0),
        OutcomeRows.row(Rows.outcome(Result.FAILED, 1, 1, hostileEvidence()), NOW_MS));
  }

  @ParameterizedTest
  @EnumSource(LookFormat.class)
  void hostileTextMovesNoCursorAddsNoLineAndHidesNothingInAnyFormat(LookFormat format) {
    hostile()
        .forEach(
            row -> {
              String[] titles = row.cells().stream().map(cell -> "T").toArray(String[]::new);
              String printed = printed(Column.of(titles), List.of(row), format);
              printed.lines().forEach(line -> assertThat(line).isEqualTo(PlainText.escaped(line)));
              int lines =
                  switch (format) {
                    case table, wide -> 2;
                    case json, name -> 1;
                    case yaml -> printed.split("\n", -1).length - 1;
                  };
              assertThat(printed).hasLineCount(lines);
              if (format == LookFormat.yaml) {
                assertThat(YamlFile.parse("row", printed)).isEqualTo(reread(row));
              }
              if (format == LookFormat.table) {
                int most = row.cells().size() * (RowPrinter.CELL_CHARS_MAX + 2);
                printed.lines().forEach(line -> assertThat(line.length()).isLessThan(most));
              }
            });
  }

  private static JsonNode reread(Row row) {
    return YamlFile.parse("json", Json.line(row.json()));
  }
}
