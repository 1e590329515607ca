package io.floodwall.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.floodwall.core.gate.Decision;
import io.floodwall.core.gate.Verdict;
import io.floodwall.schemas.Codecs;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** What counts as an admitted decision. */
class AdmittedTest {
  private static Optional<Admitted> lying(String topic, int partition, byte[] value) {
    return Admitted.of(
        new ConsumerRecord<>(topic, partition, 0, "agent".getBytes(UTF_8), value), Codecs.pinned());
  }

  private static byte[] encoded(Verdict verdict) {
    Decision decision = SealedLog.decision(0, "web", verdict);
    return Codecs.pinned().decision().encode(decision);
  }

  @Test
  void aDecisionThatAdmitsInItsOwnPlaceIsOne() {
    assertThat(lying("floodwall.admitted", 0, encoded(Verdict.ADMIT)))
        .hasValueSatisfying(one -> assertThat(one.name()).isEqualTo("agent/0"));
  }

  @Test
  void anotherVerdictIsNone() {
    assertThat(lying("floodwall.admitted", 0, encoded(Verdict.REJECT))).isEmpty();
    assertThat(lying("floodwall.admitted", 0, encoded(Verdict.DEFER))).isEmpty();
  }

  @Test
  void anotherTopicOrPartitionIsNone() {
    assertThat(lying("floodwall.deferred", 0, encoded(Verdict.ADMIT))).isEmpty();
    assertThat(lying("floodwall.admitted", 1, encoded(Verdict.ADMIT))).isEmpty();
  }

  @Test
  void whatDoesNotDecodeIsNone() {
    assertThat(lying("floodwall.admitted", 0, new byte[] {0, 0, 0, 0, 1, 2})).isEmpty();
  }
}
