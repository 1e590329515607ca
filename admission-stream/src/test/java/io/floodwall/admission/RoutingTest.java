package io.floodwall.admission;

import static io.floodwall.admission.Wall.CODECS;
import static io.floodwall.admission.Wall.T0;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.floodwall.core.admission.Candidate;
import io.floodwall.core.admission.Control;
import io.floodwall.core.admission.Refusal;
import io.floodwall.runtime.RoutedKey;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.kafka.streams.processor.api.MockProcessorContext.CapturedForward;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where answers go: to the partition their intent came from, whatever their key. */
final class RoutingTest {
  private static final int PARTITION = 3;
  private static final String AGENT = "victim"; // hashes to 3 of 4

  @TempDir Path folder;
  private Task task;

  @BeforeEach
  void open() {
    task = new Task(PARTITION, 4, folder, AdmissionConfig.RATE_BURST, "2");
  }

  @AfterEach
  void close() {
    task.close();
  }

  private CapturedForward<? extends RoutedKey, ? extends byte[]> only(String sink) {
    var sent = task.sent().stream().filter(s -> s.childName().orElseThrow().equals(sink)).toList();
    assertThat(sent).hasSize(1);
    return sent.get(0);
  }

  private static String header(
      CapturedForward<? extends RoutedKey, ? extends byte[]> sent, String name) {
    return new String(sent.record().headers().lastHeader(name).value(), UTF_8);
  }

  private static RoutedKey routed(@Nullable String text) {
    return new RoutedKey(PARTITION, text);
  }

  @Test
  void candidateNamesAndTakesItsPartition() {
    task.offer(Draft.of(AGENT, "1"), T0);

    var sent = only(AdmissionTopology.CANDIDATES);
    assertThat(sent.record().key()).isEqualTo(routed(AGENT));
    Candidate candidate = Wall.decoded(CODECS.candidate(), sent.record().value());
    assertThat(candidate.facts().sourcePartition()).isEqualTo(PARTITION);
  }

  @Test
  void waitingTakesItsPartition() {
    task.order(Control.valve(true, "", "ops", null));
    task.offer(Draft.of(AGENT, "1"), T0);

    var sent = only(AdmissionTopology.WAITING);
    assertThat(sent.record().key()).isEqualTo(routed(AGENT));
    assertThat(Wall.decoded(CODECS.waiting(), sent.record().value()).sourcePartition())
        .isEqualTo(PARTITION);
  }

  @Test
  void candidateReleasedByTheClockTakesItsPartitionToo() {
    task.order(Control.valve(true, "", "ops", T0 + 5));
    task.offer(Draft.of(AGENT, "1"), T0);
    task.sent();
    task.advance(Duration.ofMillis(10));

    assertThat(only(AdmissionTopology.CANDIDATES).record().key()).isEqualTo(routed(AGENT));
  }

  @Test
  void refusalOfAMisroutedIntentStaysWhereTheIntentLies() {
    task.offer(Draft.of("deployer", "1"), T0);

    var sent = only(AdmissionTopology.REFUSED);
    assertThat(sent.record().key()).isEqualTo(routed("deployer"));
    assertThat(header(sent, "ce_source")).isEqualTo("/floodwall/admission/3");
    assertThat(header(sent, "ce_id")).isEqualTo("3/0");
    Refusal refusal = Wall.decoded(CODECS.refusal(), sent.record().value());
    assertThat(refusal.sourcePartition()).isEqualTo(PARTITION);
    assertThat(refusal.detail()).contains("belongs in partition 2");
  }

  @Test
  void refusalWithoutAKeyTakesItsPartition() {
    task.send(null, new byte[] {9}, T0);
    assertThat(only(AdmissionTopology.REFUSED).record().key()).isEqualTo(routed(null));
  }

  @Test
  void deadLettersHaveOnePartitionAndNameTheSourcesInTheirKey() {
    task.skip(41);
    task.send(AGENT, new byte[] {9}, T0);

    assertThat(only(AdmissionTopology.DEAD_LETTERS).record().key())
        .isEqualTo(new RoutedKey(0, "floodwall.intents/3/41"));
  }

  @Test
  void gapInTheOffsetsShowsAsThePreviousOffset() {
    task.offer(Draft.of(AGENT, "1"), T0);
    task.skip(5);
    task.offer(Draft.of(AGENT, "2"), T0);
    task.skip(2);
    task.send(AGENT, new byte[] {9}, T0);

    var sent = task.sent();
    assertThat(Wall.decoded(CODECS.candidate(), sent.get(1).record().value()).facts())
        .extracting(f -> f.sourceOffset(), f -> f.previousOffset())
        .containsExactly(6L, 0L);
    var last = sent.get(sent.size() - 1);
    assertThat(Wall.decoded(CODECS.refusal(), last.record().value()))
        .extracting(Refusal::sourceOffset, Refusal::previousOffset)
        .containsExactly(9L, 6L);
  }
}
