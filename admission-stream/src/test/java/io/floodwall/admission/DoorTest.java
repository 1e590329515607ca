package io.floodwall.admission;

import static io.floodwall.admission.Wall.CODECS;
import static io.floodwall.admission.Wall.T0;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.floodwall.core.Bytes;
import io.floodwall.core.Hash;
import io.floodwall.core.Reason;
import io.floodwall.core.admission.AgentState;
import io.floodwall.core.admission.Control;
import io.floodwall.core.admission.Refusal;
import io.floodwall.core.intent.Action;
import io.floodwall.schemas.Topics;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every reason at the door: one refusal, one dead letter, and nothing else changes. */
final class DoorTest {
  private static final byte[] GOOD = Draft.of("bystander", "2").encoded();

  private final Wall wall = new Wall(4);
  private AgentState before = AgentState.UNKNOWN;

  @BeforeEach
  void bystanderIsKnown() {
    assertThat(Topics.partitionOf("bystander", 4)).as("lives in the partition under test").isZero();
    wall.offerAs("bystander", "1").at(T0);
    wall.released().containsExactly("bystander#1");
    before = wall.agent("bystander");
  }

  @AfterEach
  void close() {
    wall.close();
  }

  @Test
  void nullValueIsEmptyRecord() {
    turnedAway("bystander", null, Reason.EMPTY_RECORD, "bystander", null);
  }

  @Test
  void valueOfNoBytesIsEmptyRecord() {
    turnedAway("bystander", new byte[0], Reason.EMPTY_RECORD, "bystander", null);
  }

  @Test
  void bytesThatAreNoIntentAreMalformed() {
    turnedAway(
        "bystander", "{\"approved\":true}".getBytes(UTF_8), Reason.MALFORMED, "bystander", null);
  }

  @Test
  void rightSchemaWithATruncatedBodyIsMalformed() {
    byte[] truncated = Arrays.copyOf(GOOD, GOOD.length - 1);
    turnedAway("bystander", truncated, Reason.MALFORMED, "bystander", null);
  }

  @Test
  void rightBodyWithTrailingBytesIsMalformed() {
    byte[] trailing = Arrays.copyOf(GOOD, GOOD.length + 1);
    turnedAway("bystander", trailing, Reason.MALFORMED, "bystander", null);
  }

  @Test
  void anotherRecordOfTheContractIsMalformed() {
    byte[] control = CODECS.control().encode(Control.valve(false, "", "bystander", null));
    turnedAway("bystander", control, Reason.MALFORMED, "bystander", null);
  }

  @Test
  void unknownSchemaIdIsUnknownSchema() {
    byte[] foreign = GOOD.clone();
    foreign[1] = 0x7f;
    turnedAway("bystander", foreign, Reason.UNKNOWN_SCHEMA, "bystander", null);
  }

  @Test
  void recordWithoutAKeyIsNullKey() {
    turnedAway((byte[]) null, GOOD, new RecordHeaders(), Reason.NULL_KEY, "", null);
  }

  @Test
  void intentUnderAnotherAgentsKeyIsKeyMismatch() {
    byte[] foreign = Draft.of("mallory", "7").encoded();
    turnedAway("bystander", foreign, Reason.KEY_MISMATCH, "bystander", "7");
    assertThat(wall.agent("mallory")).isEqualTo(AgentState.UNKNOWN);
  }

  @Test
  void keyThatIsNoTextIsKeyMismatchAndIsNotRepeated() {
    byte[] key = {'v', (byte) 0xC0, (byte) 0x80};
    turnedAway(key, GOOD, new RecordHeaders(), Reason.KEY_MISMATCH, "", "2");
  }

  @Test
  void agentOutsideItsPartitionIsMisroutedInEveryOtherPartition() {
    List<String> strangers =
        IntStream.range(0, 40)
            .mapToObj(i -> "agent-" + i)
            .filter(agent -> Topics.partitionOf(agent, 4) != 0)
            .toList();
    assertThat(strangers).hasSizeGreaterThan(20);
    for (String stranger : strangers) {
      Refusal refusal =
          turnedAway(stranger, Draft.of(stranger, "1").encoded(), Reason.MISROUTED, stranger, "1");
      assertThat(refusal.detail())
          .contains("belongs in partition " + Topics.partitionOf(stranger, 4))
          .contains("partitioner=murmur2_random");
      assertThat(wall.agent(stranger)).isEqualTo(AgentState.UNKNOWN);
    }
  }

  @Test
  void nameOutsideItsBoundsIsBadIdentity() {
    turnedAway(
        "bystander", Draft.of("bystander", "").encoded(), Reason.BAD_IDENTITY, "bystander", null);
    byte[] tenant = Draft.of("bystander", "2").tenant("a\u202eb").encoded();
    turnedAway("bystander", tenant, Reason.BAD_IDENTITY, "bystander", null);
    turnedAway("bystander ", Draft.of("bystander ", "2").encoded(), Reason.BAD_IDENTITY, "", null);
  }

  @Test
  void fieldOutsideItsBoundsIsBadFieldAndNamesTheIntentAndTheField() {
    byte[] value = Draft.of("bystander", "2").action(new Action.Destroy("web\n")).encoded();
    Refusal refusal = turnedAway("bystander", value, Reason.BAD_FIELD, "bystander", "2");
    assertThat(refusal.detail()).startsWith("resource ");
  }

  @Test
  void bystanderIsServedAfterAllOfIt() {
    wall.send("bystander", new byte[] {9}, T0);
    wall.offerAs("bystander", "2").at(T0);
    wall.released().containsExactly("bystander#2");
  }

  private Refusal turnedAway(
      String key, byte @Nullable [] value, Reason reason, String agent, @Nullable String id) {
    return turnedAway(key.getBytes(UTF_8), value, new RecordHeaders(), reason, agent, id);
  }

  /** Sends the record and checks everything that must come of it. */
  private Refusal turnedAway(
      byte @Nullable [] key,
      byte @Nullable [] value,
      Headers headers,
      Reason reason,
      String agent,
      @Nullable String id) {
    wall.send(key, value, headers, T0);

    List<Refusal> refusals = wall.refusals();
    assertThat(refusals).hasSize(1);
    Refusal refusal = refusals.get(0);
    assertThat(refusal.reason()).as(refusal.detail()).isEqualTo(reason);
    assertThat(refusal.agent()).isEqualTo(agent);
    assertThat(refusal.intentId()).isEqualTo(id);
    assertThat(refusal.detail()).isNotBlank();

    byte[] all = value == null ? new byte[0] : value;
    assertThat(wall.deadLetters())
        .containsExactly(
            new Dead(
                wall.topics().intents() + "/0/" + refusal.sourceOffset(),
                Bytes.copyOf(all),
                "admission",
                reason.name(),
                refusal.detail(),
                value == null ? "null" : Integer.toString(all.length),
                Hash.sha256(all).hex()));
    wall.released().isEmpty();
    wall.waiting().isEmpty();
    assertThat(wall.agent("bystander")).isEqualTo(before);
    return refusal;
  }
}
