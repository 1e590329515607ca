package io.floodwall.ledger;

import static io.floodwall.ledger.LedgerStory.CODECS;
import static io.floodwall.ledger.LedgerStory.TOPICS;
import static org.assertj.core.api.Assertions.assertThat;

import io.floodwall.core.gate.Decision;
import io.floodwall.core.gate.Verdict;
import io.floodwall.schemas.Topics;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which decisions are recorded, and up to which number none is missing. */
final class VerdictsTest {
  private final LedgerStory ledger = new LedgerStory();

  @AfterEach
  void close() {
    ledger.close();
  }

  private long through() {
    ledger.advance(20);
    List<LedgerStory.Told> heads = ledger.heads();
    return heads.get(heads.size() - 1).head().decisionsThrough();
  }

  @Nested
  class Through {
    @Test
    void nothingBeforeNumberZero() {
      ledger.decide(1, 2);
      assertThat(through()).isEqualTo(-1);

      ledger.decide(0);
      assertThat(through()).isEqualTo(2);
    }

    @Test
    void stopsBelowAGapAndJumpsWhenItCloses() {
      ledger.decide(0, 1, 3, 4, 6);
      assertThat(through()).isEqualTo(1);

      ledger.decide(2);
      assertThat(through()).isEqualTo(4);

      ledger.decide(5);
      assertThat(through()).isEqualTo(6);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void agreesWithASetOfAllNumbersWhateverTheInterleaving(long seed) {
      var random = new Random(seed);
      var seen = new TreeSet<Long>();
      for (long number : shuffledNearby(random, 120)) {
        ledger.decide(number);
        seen.add(number);
        if (random.nextInt(4) == 0) {
          assertThat(through()).as("seed %d", seed).isEqualTo(naiveThrough(seen));
        }
        if (random.nextInt(5) == 0) {
          ledger.decide(oneOf(random, seen));
          assertThat(ledger.deadLetters()).as("seed %d", seed).hasSize(1);
        }
      }
      assertThat(ledger.entries()).as("seed %d", seed).hasSize(120);
      assertThat(ledger.deadLetters()).isEmpty();
    }

    private static long naiveThrough(Set<Long> seen) {
      long through = -1;
      while (seen.contains(through + 1)) {
        through++;
      }
      return through;
    }

    private static long oneOf(Random random, Set<Long> numbers) {
      return new ArrayList<>(numbers).get(random.nextInt(numbers.size()));
    }

    /**
     * All numbers below {@code count}, out of order as the merge of three topics may bring them.
     */
    private static List<Long> shuffledNearby(Random random, int count) {
      var numbers = new ArrayList<Long>();
      for (long i = 0; i < count; i++) {
        numbers.add(i);
      }
      for (int from = 0; from < count; from += 30) {
        Collections.shuffle(numbers.subList(from, Math.min(count, from + 40)), random);
      }
      return numbers;
    }
  }

  @Nested
  class Duplicates {
    @Test
    void numberUpToThroughIsADeadLetterAndNotChained() {
      ledger.decide(0, 1, 2);
      ledger.decide(1);

      assertThat(ledger.entries()).hasSize(3);
      LedgerStory.Dead dead = ledger.deadLetters().get(0);
      assertThat(dead.reason()).isEqualTo("DUPLICATE_DECISION");
      assertThat(dead.detail()).contains("decision 1 ");
      assertThat(dead.place()).isEqualTo(TOPICS.deferred() + "/0/1");
    }

    @Test
    void numberAheadOfAGapIsADeadLetterTheSecondTime() {
      ledger.decide(0, 5);
      ledger.decide(5);

      assertThat(ledger.entries()).hasSize(2);
      assertThat(ledger.deadLetters())
          .extracting(LedgerStory.Dead::reason)
          .containsExactly("DUPLICATE_DECISION");
    }

    @Test
    void anotherVerdictUnderTheSameNumberIsADuplicateToo() {
      ledger.decide(Sample.decision(0, Verdict.REJECT));
      ledger.decide(Sample.decision(0, Verdict.ADMIT));

      assertThat(ledger.entries()).hasSize(1);
      assertThat(ledger.deadLetters().get(0).place()).isEqualTo(TOPICS.admitted() + "/0/0");
    }

    @Test
    void duplicateDoesNotMoveThrough() {
      ledger.decide(0, 2, 2, 0);

      assertThat(through()).isZero();
    }
  }

  @Nested
  class Misplaced {
    @Test
    void decisionOnTheTopicOfAnotherVerdictIsUnexpected() {
      for (Verdict verdict : Verdict.values()) {
        Decision decision = Sample.decision(0, verdict);
        for (Verdict other : Verdict.values()) {
          if (other != verdict) {
            ledger.pipe(
                TOPICS.verdict(other),
                decision.intent().agent(),
                CODECS.decision().encode(decision));
          }
        }
      }

      assertThat(ledger.entries()).isEmpty();
      assertThat(ledger.deadLetters())
          .hasSize(6)
          .extracting(LedgerStory.Dead::reason)
          .containsOnly("UNEXPECTED_RECORD");
    }

    @Test
    void decisionThatNamesAnotherTopicIsUnexpected() {
      Decision mine = Sample.decision(0, Verdict.ADMIT);
      ledger.decide(
          new Decision(
              mine.intent(),
              mine.facts(),
              mine.ruling(),
              "another.admitted",
              mine.bundle(),
              mine.decisionSeq(),
              mine.decidedAtMs()));

      assertThat(ledger.entries()).isEmpty();
      assertThat(ledger.deadLetters())
          .extracting(LedgerStory.Dead::reason)
          .containsExactly("UNEXPECTED_RECORD");
    }

    @Test
    void decisionOfAnotherPartitionIsUnexpected() {
      ledger.decide(Sample.decision(0, Verdict.ADMIT, 1, "a", "m"));

      assertThat(ledger.entries()).isEmpty();
      assertThat(ledger.deadLetters().get(0).detail()).contains("partition 1", "lies in 0");
    }

    @Test
    void keyThatIsNotTheAgentIsUnexpected() {
      byte[] value = CODECS.decision().encode(Sample.decision(0, Verdict.ADMIT));
      for (String key : new @Nullable String[] {null, "", "agent-1", "agent-0 "}) {
        ledger.pipe(TOPICS.admitted(), key, value);
      }

      assertThat(ledger.entries()).isEmpty();
      assertThat(ledger.deadLetters())
          .hasSize(4)
          .extracting(LedgerStory.Dead::reason)
          .containsOnly("UNEXPECTED_RECORD");
    }

    @Test
    void misplacedDecisionDoesNotUseUpItsNumber() {
      Decision decision = Sample.decision(0, Verdict.ADMIT);
      ledger.pipe(TOPICS.rejected(), "agent-0", CODECS.decision().encode(decision));
      ledger.decide(decision);

      assertThat(ledger.entries()).hasSize(1);
    }

    @Test
    void decisionThatDoesNotFitAnEntryIsTooLarge() {
      ledger.decide(Sample.decision(0, Verdict.ADMIT, 0, "a", "x".repeat(Topics.RECORD_BYTES_MAX)));
      ledger.decide(Sample.decision(0, Verdict.ADMIT, 0, "a".repeat(140_000), "m"));

      assertThat(ledger.entries()).isEmpty();
      assertThat(ledger.deadLetters())
          .extracting(LedgerStory.Dead::reason)
          .containsExactly("TOO_LARGE", "TOO_LARGE");
    }
  }
}
