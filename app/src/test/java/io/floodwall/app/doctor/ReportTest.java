package io.floodwall.app.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.floodwall.app.cli.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {
  private static final Finding GOOD = Finding.ok("features", "transaction.version", "2");
  private static final Finding BROKEN =
      new Finding(
          "topics",
          Severity.PROBLEM,
          "floodwall.intents",
          "message.timestamp.type is CreateTime",
          "LogAppendTime",
          "rates are measured on this time",
          "kafka-configs --alter");
  private static final Finding WORSE_THAN_COULD_BE =
      new Finding("clock", Severity.WARNING, "controller 1", "9 ms ahead", "less", "time", "ntp");

  @Test
  void textTellsWhatIsAndUnderItWhatToDo() {
    assertThat(new Report(List.of(GOOD, BROKEN, WORSE_THAN_COULD_BE)).text())
        .isEqualTo(
            """
            ok       features      transaction.version: 2
            problem  topics        floodwall.intents: message.timestamp.type is CreateTime
                       should be LogAppendTime
                       why       rates are measured on this time
                       fix       kafka-configs --alter
            warning  clock         controller 1: 9 ms ahead
                       should be less
                       why       time
                       fix       ntp
            1 problem, 1 warning
            """);
  }

  @Test
  void jsonIsOneObjectALine() {
    assertThat(new Report(List.of(GOOD, BROKEN)).json())
        .isEqualTo(
            """
            {"check":"features","severity":"ok","subject":"transaction.version","is":"2","should":"","why":"","fix":""}
            {"check":"topics","severity":"problem","subject":"floodwall.intents","is":"message.timestamp.type is CreateTime","should":"LogAppendTime","why":"rates are measured on this time","fix":"kafka-configs --alter"}
            """);
  }

  @Test
  void onlyAProblemBreaksAPromise() {
    assertThat(new Report(List.of(GOOD, WORSE_THAN_COULD_BE)).isBroken()).isFalse();
    assertThat(new Report(List.of(GOOD, BROKEN)).isBroken()).isTrue();
    assertThat(new Report(List.of(GOOD)).text()).endsWith("all good\n");
  }

  @Test
  void hostileTextReachesNoTerminal() throws Exception {
    String hostile = "User:\u001b[2Jx\u202e\ny";
    var finding =
        new Finding(hostile, Severity.PROBLEM, hostile, hostile, hostile, hostile, hostile);
    var report = new Report(List.of(finding));
    assertThat(report.text())
        .doesNotContain("\u001b", "\u202e")
        .contains("\\u{1b}")
        .hasLineCount(5);
    assertThat(report.json()).hasLineCount(1).doesNotContain("\u001b", "\u202e");
    assertThat(Json.parse(report.json()).get("subject").asText()).isEqualTo(hostile);
  }
}
