package io.floodwall.gate;

import static io.floodwall.gate.GateStory.CODECS;
import static io.floodwall.gate.GateStory.TOPICS;
import static io.floodwall.gate.GateStory.released;
import static io.floodwall.gate.GateStory.scale;
import static org.assertj.core.api.Assertions.assertThat;

import io.floodwall.core.Hash;
import io.floodwall.core.gate.PolicyBundle;
import io.floodwall.core.intent.Action;
import io.floodwall.core.intent.BlastRadius;
import io.floodwall.core.intent.Intent;
import io.floodwall.core.intent.Priority;
import io.floodwall.schemas.MalformedRecordException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Records on the candidates topic that admission did not write. */
final class CandidatePoisonTest {
  private static final byte[] GOOD = CODECS.candidate().encode(released(scale("a", "1", "web"), 9));

  private final GateStory gate = new GateStory();

  @AfterEach
  void close() {
    gate.close();
  }

  @Test
  void bytesThatAreNoCandidateAreDeadLettersWithTheirPlaceAndDigest() {
    long seed = 11;
    byte[] foreign = CODECS.bundle().encode(PolicyBundle.shipped());
    int offset = 0;
    for (Map.Entry<String, byte @Nullable []> poison :
        Poison.values(GOOD, foreign, seed).entrySet()) {
      byte[] value = poison.getValue();
      gate.candidate("a", value);

      List<GateStory.Dead> dead = gate.deadLetters();
      assertThat(dead).as("%s, seed %d", poison.getKey(), seed).hasSize(1);
      assertThat(dead.get(0).place()).isEqualTo(TOPICS.candidates() + "/0/" + offset);
      assertThat(dead.get(0).stage()).isEqualTo("gate");
      assertThat(dead.get(0).reason()).isEqualTo(expectedReason(value));
      assertThat(dead.get(0).sha256())
          .isEqualTo(Hash.sha256(value == null ? new byte[0] : value).hex());
      offset++;
    }
    assertThat(gate.decisions()).isEmpty();
  }

  private static String expectedReason(byte @Nullable [] value) {
    try {
      throw new AssertionError("decodes: " + CODECS.candidate().decode(value));
    } catch (MalformedRecordException e) {
      return e.reason().name();
    }
  }

  @Test
  void poisonTakesNoDecisionNumber() {
    gate.candidate("a", GOOD);
    gate.candidate("a", new byte[] {1, 2, 3});
    gate.candidate("b", GOOD);
    gate.candidate("a", GOOD);

    assertThat(gate.decisions())
        .extracting(ruled -> ruled.decision().decisionSeq())
        .containsExactly(0L, 1L);
    assertThat(gate.deadLetters()).hasSize(2);
  }

  @Test
  void keyThatIsNotTheAgentIsUnexpected() {
    for (String key : new @Nullable String[] {null, "", "b", "A", "a ", "a\0"}) {
      gate.candidate(key, GOOD);
    }

    assertThat(gate.decisions()).isEmpty();
    assertThat(gate.deadLetters())
        .hasSize(6)
        .extracting(GateStory.Dead::reason)
        .containsOnly("UNEXPECTED_RECORD");
  }

  @Test
  void candidateOfAnotherPartitionIsUnexpected() {
    gate.candidate("a", CODECS.candidate().encode(released(scale("a", "1", "web"), 9, 1)));

    assertThat(gate.decisions()).isEmpty();
    GateStory.Dead dead = gate.deadLetters().get(0);
    assertThat(dead.reason()).isEqualTo("UNEXPECTED_RECORD");
    assertThat(dead.detail()).contains("partition 1", "lies in 0");
  }

  @Test
  void largestCandidatePassesAndOneByteMoreIsTooLarge() {
    gate.candidate("a", sized(CandidateDoor.RECORD_BYTES_MAX));
    assertThat(gate.decisions()).hasSize(1);

    gate.candidate("a", sized(CandidateDoor.RECORD_BYTES_MAX + 1));
    assertThat(gate.decisions()).isEmpty();
    assertThat(gate.deadLetters()).extracting(GateStory.Dead::reason).containsExactly("TOO_LARGE");
  }

  /** A candidate that, with its key {@code a}, has this many bytes. */
  private static byte[] sized(int bytes) {
    int filler = bytes - 1 - encoded("x".repeat(bytes / 2)).length + bytes / 2;
    return encoded("x".repeat(filler));
  }

  private static byte[] encoded(String manifest) {
    var action = new Action.Apply("web", manifest);
    return CODECS
        .candidate()
        .encode(released(Intent.of("a", "1", action, Priority.NORMAL, BlastRadius.CELL), 9));
  }
}
