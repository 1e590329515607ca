package io.floodwall.admission;

import static io.floodwall.admission.Wall.CODECS;
import static io.floodwall.admission.Wall.T0;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.floodwall.core.Reason;
import io.floodwall.core.admission.Refusal;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A refusal as it lies on its topic: readable by stock tools, whole for those with the schema. */
final class RefusedRecordTest {
  private final Wall wall =
      new Wall(AdmissionConfig.RATE_BURST, "1", AdmissionConfig.LEDGER_NAME, "acme");

  @AfterEach
  void close() {
    wall.close();
  }

  private TestRecord<byte[], byte[]> record() {
    var records = wall.records(wall.topics().refused());
    assertThat(records).hasSize(1);
    return records.get(0);
  }

  @Test
  void headersAreACloudEventAboutTheIntent() {
    wall.advance(Duration.ofMillis(1_234));
    wall.offerAs("agent", "7").at(T0);
    wall.offerAs("agent", "8").at(T0);

    assertThat(Dead.texts(record().headers()))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "ce_specversion", "1.0",
                "ce_id", "0/1",
                "ce_type", "io.floodwall.refused.v1",
                "ce_source", "/acme/admission/0",
                "ce_subject", "agent/8",
                "ce_time", "2026-05-01T12:00:01.234Z",
                "content-type", "application/avro"));
  }

  @Test
  void subjectIsThePlaceWhereTheRecordNamesNoIntent() {
    wall.send("agent", new byte[] {9}, T0);
    assertThat(Dead.texts(record().headers())).containsEntry("ce_subject", "0/0");
  }

  @Test
  void subjectIsThePlaceWhereTheRecordNamesNoAgent() {
    wall.send(new byte[] {(byte) 0xff}, Draft.of("agent", "7").encoded(), new RecordHeaders(), T0);
    assertThat(Dead.texts(record().headers())).containsEntry("ce_subject", "0/0");
  }

  @Test
  void keyIsTheAgentAndTimeIsTheTasksClock() {
    wall.advance(Duration.ofMillis(5));
    wall.send("agent", new byte[] {9}, T0);

    TestRecord<byte[], byte[]> record = record();
    assertThat(new String(record.key(), UTF_8)).isEqualTo("agent");
    assertThat(record.timestamp()).isEqualTo(T0 + 5);
  }

  @Test
  void refusalOfARecordWithoutAUsableKeyHasNoKey() {
    wall.send(new byte[] {(byte) 0xff}, new byte[] {9}, new RecordHeaders(), T0);
    assertThat(record().key()).isNull();
  }

  @Test
  void headersOfTheIntentAreNotPassedOn() {
    wall.send(
        "agent".getBytes(UTF_8),
        new byte[] {9},
        new RecordHeaders().add("ce_type", "io.floodwall.decision.admitted.v1".getBytes(UTF_8)),
        T0);
    assertThat(record().headers().headers("ce_type"))
        .singleElement()
        .satisfies(h -> assertThat(h.value()).asString().isEqualTo("io.floodwall.refused.v1"));
  }

  @Test
  void valueSaysEverythingTheRetryNeeds() {
    wall.offerAs("agent", "7").at(T0);
    wall.offerAs("agent", "8").at(T0);

    assertThat(Wall.decoded(CODECS.refusal(), record().value()))
        .isEqualTo(
            new Refusal(
                "agent",
                "8",
                Reason.RATE_LIMITED,
                "next token in 63 ms; the bucket holds 1, and 16 more every 1000 ms",
                63L,
                null,
                0,
                1_024,
                0,
                1,
                0,
                T0));
  }
}
