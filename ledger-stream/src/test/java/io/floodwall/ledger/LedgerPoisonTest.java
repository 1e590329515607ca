package io.floodwall.ledger;

import static io.floodwall.ledger.LedgerStory.CODECS;
import static io.floodwall.ledger.LedgerStory.TOPICS;
import static org.assertj.core.api.Assertions.assertThat;

import io.floodwall.core.Hash;
import io.floodwall.core.Reason;
import io.floodwall.core.admission.Control;
import io.floodwall.core.gate.Verdict;
import io.floodwall.core.outcome.Outcome;
import io.floodwall.schemas.Codec;
import io.floodwall.schemas.MalformedRecordException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Records on the seven source topics that nobody should have written. */
final class LedgerPoisonTest {
  private static final byte[] DECISION =
      CODECS.decision().encode(Sample.decision(0, Verdict.ADMIT));
  private static final byte[] REFUSAL =
      CODECS.refusal().encode(Sample.refusal(Reason.RATE_LIMITED, 1));
  private static final byte[] OUTCOME =
      CODECS
          .outcome()
          .encode(Sample.outcome(Sample.decision(0, Verdict.ADMIT), Outcome.Result.APPLIED));
  private static final byte[] BUNDLE = CODECS.bundle().encode(Sample.bundle(1));
  private static final byte[] CONTROL =
      CODECS.control().encode(Control.valve(true, "incident", "ana", null));

  private final LedgerStory ledger = new LedgerStory();

  @AfterEach
  void close() {
    ledger.close();
  }

  /**
   * A source topic.
   *
   * @param reason the dead letters' reason, or null where it is the one the codec gives
   */
  record Source(String topic, String key, Codec<?> codec, @Nullable Reason reason) {

    byte[] good() {
      return switch (codec.name()) {
        case "Decision" -> DECISION;
        case "Refusal" -> REFUSAL;
        case "Outcome" -> OUTCOME;
        case "PolicyBundle" -> BUNDLE;
        default -> CONTROL;
      };
    }

    byte[] foreign() {
      return codec.name().equals("Decision") ? REFUSAL : DECISION;
    }

    String expectedReason(byte @Nullable [] value) {
      try {
        throw new AssertionError("decodes: " + codec.decode(value));
      } catch (MalformedRecordException e) {
        return reason == null ? e.reason().name() : reason.name();
      }
    }

    @Override
    public String toString() {
      return topic;
    }
  }

  static Stream<Source> sources() {
    return Stream.of(
        new Source(TOPICS.admitted(), "agent-0", CODECS.decision(), null),
        new Source(TOPICS.deferred(), "agent-0", CODECS.decision(), null),
        new Source(TOPICS.rejected(), "agent-0", CODECS.decision(), null),
        new Source(TOPICS.refused(), "runaway", CODECS.refusal(), null),
        new Source(TOPICS.outcomes(), "agent-0", CODECS.outcome(), null),
        new Source(TOPICS.policies(), "default/1", CODECS.bundle(), Reason.BAD_BUNDLE),
        new Source(TOPICS.controls(), "valve", CODECS.control(), Reason.BAD_CONTROL));
  }

  @ParameterizedTest
  @MethodSource("sources")
  void bytesThatAreNoRecordOfTheTopicAreDeadLettersWithTheirPlaceAndDigest(Source source) {
    long seed = 17;
    int offset = 0;
    for (Map.Entry<String, byte @Nullable []> poison :
        Poison.values(source.good(), source.foreign(), seed).entrySet()) {
      byte[] value = poison.getValue();
      ledger.pipe(source.topic(), source.key(), value);

      List<LedgerStory.Dead> dead = ledger.deadLetters();
      assertThat(dead).as("%s, seed %d", poison.getKey(), seed).hasSize(1);
      assertThat(dead.get(0).place()).isEqualTo(source.topic() + "/0/" + offset);
      assertThat(dead.get(0).stage()).isEqualTo("ledger");
      assertThat(dead.get(0).reason()).isEqualTo(source.expectedReason(value));
      assertThat(dead.get(0).sha256())
          .isEqualTo(Hash.sha256(value == null ? new byte[0] : value).hex());
      offset++;
    }
    ledger.advance(1_000);
    assertThat(ledger.entries()).isEmpty();
    assertThat(ledger.heads()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("sources")
  void poisonDoesNotKeepGoodRecordsFromBeingRecorded(Source source) {
    ledger.decide(0);
    ledger.refuse(Reason.RATE_LIMITED, 1);
    ledger.pipe(source.topic(), source.key(), new byte[] {0, 0, 0, 0, 99});
    ledger.decide(1);
    ledger.refuse(Reason.RATE_LIMITED, 2);
    ledger.advance(100);

    assertThat(ledger.entries()).hasSize(3);
    assertThat(ledger.batches().get(0).count()).isEqualTo(2);
  }
}
