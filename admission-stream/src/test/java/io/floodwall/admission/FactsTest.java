package io.floodwall.admission;

import static io.floodwall.admission.Wall.CODECS;
import static io.floodwall.admission.Wall.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.floodwall.core.admission.AdmissionFacts;
import io.floodwall.core.admission.AdmissionFacts.ControlRef;
import io.floodwall.core.admission.Candidate;
import io.floodwall.core.admission.Control;
import io.floodwall.core.admission.Refusal;
import io.floodwall.core.admission.TokenBucket;
import io.floodwall.core.admission.Waiting;
import io.floodwall.core.intent.Priority;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * What a candidate says of how it came to be one, and what every answer says of where it belongs.
 */
final class FactsTest {
  private static final Duration TURN = Duration.ofMillis(10);

  private final Wall wall =
      new Wall(AdmissionConfig.RATE_BURST, "5", AdmissionConfig.RATE_REFILL, "3");

  @AfterEach
  void close() {
    wall.close();
  }

  @Nested
  class OfACandidate {
    @Test
    void passedStraightThrough() {
      wall.offer("other", 2).at(T0 - 7);
      wall.advance(Duration.ofMillis(40));
      wall.offer("a", 1).at(T0 - 5);

      assertThat(wall.candidates().get(2).facts())
          .isEqualTo(
              new AdmissionFacts(
                  0,
                  2,
                  1,
                  T0 - 5,
                  new TokenBucket(4_000_000, 0, T0 - 5),
                  0,
                  T0 + 40,
                  T0 + 40,
                  null));
    }

    @Test
    void waitedBehindOthersAndWasReleasedByTheTurn() {
      wall.closeValve();
      wall.offer("other", 2).at(T0);
      wall.advance(Duration.ofMillis(40));
      wall.offer("a", 1).at(T0 + 3);
      wall.openValve();
      wall.advance(TURN);

      assertThat(wall.candidates().get(2).facts())
          .isEqualTo(
              new AdmissionFacts(
                  0,
                  2,
                  1,
                  T0 + 3,
                  new TokenBucket(4_000_000, 0, T0 + 3),
                  2,
                  T0 + 40,
                  T0 + 50,
                  new ControlRef("valve", 1)));
    }

    @Test
    void bucketIsTheLevelAfterItsOwnTakeWithTheRemainder() {
      wall.offer("a", 2).at(T0);
      wall.offer("a", 1).at(T0 + 1);

      assertThat(wall.candidates())
          .extracting(c -> c.facts().bucket())
          .containsExactly(
              new TokenBucket(4_000_000, 0, T0),
              new TokenBucket(3_000_000, 0, T0),
              new TokenBucket(2_003_000, 0, T0 + 1));
    }

    @Test
    void controlIsTheLastOneAppliedByTheReleaseWhateverItsKind() {
      wall.closeValve();
      wall.offer("a", 1).at(T0);
      wall.openValve();
      wall.order(Control.jail("somebody-else", true, "why", "ops", null));
      wall.advance(TURN);

      assertThat(wall.candidates().get(0).facts().control())
          .isEqualTo(new ControlRef("jail/somebody-else", 2));
    }

    @Test
    void intentIsTheOneThatWasSent() {
      Draft draft = Draft.of("a", "1").reasoning("because \u00fc").deadlineMs(T0 + 1);
      wall.send("a", draft.encoded(), T0);

      Candidate candidate = wall.candidates().get(0);
      assertThat(candidate.intent()).isEqualTo(draft.intent());
    }

    @Test
    void recordIsKeyedByTheAgentAndStampedWithTheRelease() {
      wall.advance(Duration.ofMillis(123));
      wall.offer("a", 1).at(T0);

      TestRecord<byte[], byte[]> record = wall.records(wall.topics().candidates()).get(0);
      assertThat(record.key()).asString().isEqualTo("a");
      assertThat(record.timestamp()).isEqualTo(T0 + 123);
    }
  }

  @Nested
  class OfAnEntryIntoTheRoom {
    @Test
    void saysWhoWhereAndHowManyWereThereBefore() {
      wall.closeValve();
      wall.offer("other", 1).at(T0);
      wall.advance(TURN);
      wall.offer("a", 1).claiming(Priority.URGENT).at(T0);

      TestRecord<byte[], byte[]> record = wall.records(wall.topics().waiting()).get(1);
      assertThat(Wall.decoded(CODECS.waiting(), record.value()))
          .isEqualTo(new Waiting("default", "a", "1", Priority.URGENT, 1, 0, 1, T0 + 10));
      assertThat(record.key()).asString().isEqualTo("a");
      assertThat(record.timestamp()).isEqualTo(T0 + 10);
    }
  }

  @Nested
  class OfTheChain {
    @Test
    void everyOffsetHasOneAnswerThatNamesTheOneBeforeIt() {
      wall.offer("a", 7).at(T0); // five released, two refused
      wall.send("a", new byte[] {1}, T0);
      wall.closeValve();
      wall.offer("b", 3).at(T0);
      wall.send((String) null, new byte[] {0}, T0);
      wall.offer("c", 2).deadline(T0 + 5).at(T0); // expire in the room
      wall.order(Control.jail("b", true, "why", "ops", T0 + 15));
      wall.openValve();
      wall.advance(TURN);
      wall.offer("d", 1).at(T0);
      wall.advance(TURN);

      Map<Long, Long> previousByOffset = new TreeMap<>();
      for (Candidate candidate : wall.candidates()) {
        AdmissionFacts facts = candidate.facts();
        assertThat(previousByOffset.put(facts.sourceOffset(), facts.previousOffset())).isNull();
      }
      for (Refusal refusal : wall.refusals()) {
        assertThat(previousByOffset.put(refusal.sourceOffset(), refusal.previousOffset())).isNull();
      }
      assertThat(previousByOffset).hasSize(15);
      assertThat(wall.depth()).isZero();
      long before = Position.NONE;
      for (Map.Entry<Long, Long> answer : previousByOffset.entrySet()) {
        assertThat(answer.getValue()).as("before %d", answer.getKey()).isEqualTo(before);
        before = answer.getKey();
      }
    }
  }
}
