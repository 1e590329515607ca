package io.floodwall.core.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import io.floodwall.core.Reason;
import io.floodwall.core.admission.Control;
import io.floodwall.core.admission.TokenBucket;
import io.floodwall.core.gate.Verdict;
import io.floodwall.core.ledger.EntryKind;
import io.floodwall.core.replay.Rebuilt.Decided;
import io.floodwall.core.replay.Rebuilt.Waiting;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class LedgerStateTest {
  private final Story story = new Story();

  private Rebuilt rebuilt() {
    return story.state.rebuilt();
  }

  @Test
  void nothingRecordedIsAnEmptyWallAtItsGenesis() {
    assertThat(rebuilt().decided()).isEmpty();
    assertThat(rebuilt().counts().entries()).isEmpty();
    assertThat(rebuilt().stands())
        .containsExactly(
            new Rebuilt.Stand(0, 0, Story.GENESIS.get(0).digest(), -1, 0),
            new Rebuilt.Stand(1, 0, Story.GENESIS.get(1).digest(), -1, 0));
  }

  @Test
  void aPartitionWithoutAnAnnouncedChainIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> story.decided(7, Story.decision("a", "1", Verdict.ADMIT, 0, 0)))
        .withMessageContaining("partition 7");
  }

  @Nested
  class VerdictsOfIntents {
    @Test
    void areTheRecordedOnesWithTheirPlaceInTheChain() {
      story.refused(Reason.RATE_LIMITED, 0);
      story.decided("deployer", "1", Verdict.ADMIT, 0, 4);

      assertThat(rebuilt().decided())
          .containsExactly(
              new Decided(
                  0,
                  "default",
                  "deployer",
                  "1",
                  Verdict.ADMIT,
                  Reason.ADMITTED,
                  null,
                  1,
                  0,
                  4,
                  1_000,
                  1));
    }

    @Test
    void areKeptApartByTenantAgentAndId() {
      story.decided("a", "1", Verdict.ADMIT, 0, 0);
      story.decided("a", "2", Verdict.DEFER, 1, 1);
      story.decided("b", "1", Verdict.REJECT, 2, 2);
      story.decided(0, Story.decision("other", "a", "1", Verdict.REJECT, 3, 3, Story.EMPTY));

      assertThat(rebuilt().decided())
          .extracting(Decided::tenant, Decided::agent, Decided::id, Decided::verdict)
          .containsExactly(
              tuple("default", "a", "1", Verdict.ADMIT),
              tuple("default", "a", "2", Verdict.DEFER),
              tuple("default", "b", "1", Verdict.REJECT),
              tuple("other", "a", "1", Verdict.REJECT));
    }

    @Test
    void decidedTwiceStandAsDecidedLastWhateverTheOrderOfTheChain() {
      story.decided("a", "1", Verdict.ADMIT, 1, 9);
      story.decided("a", "1", Verdict.REJECT, 0, 2);

      assertThat(rebuilt().decided()).hasSize(1);
      assertThat(rebuilt().decided().get(0).verdict()).isEqualTo(Verdict.ADMIT);
      assertThat(rebuilt().decided().get(0).times()).isEqualTo(2);
    }

    @Test
    void deferredOnesAreHolds() {
      story.decided("a", "1", Verdict.DEFER, 0, 0);
      story.decided("a", "2", Verdict.ADMIT, 1, 1);

      assertThat(rebuilt().holds()).extracting(Decided::id).containsExactly("1");
    }
  }

  @Nested
  class BucketLevels {
    @Test
    void areThoseOfTheHighestSourceOffsetWhateverWasDecidedFirst() {
      var low = new TokenBucket(1, 0, 10);
      var high = new TokenBucket(2, 5, 20);
      story.decided(0, Story.decision("default", "a", "2", Verdict.ADMIT, 0, 8, high));
      story.decided(0, Story.decision("default", "a", "1", Verdict.ADMIT, 1, 3, low));

      assertThat(rebuilt().levels()).containsExactly(new Rebuilt.Level(0, "a", high, 8));
    }

    @Test
    void belongToAnAgentAcrossItsTenants() {
      var bucket = new TokenBucket(7, 0, 1);
      story.decided("a", "1", Verdict.ADMIT, 0, 0);
      story.decided(0, Story.decision("other", "a", "1", Verdict.ADMIT, 1, 1, bucket));

      assertThat(rebuilt().levels()).containsExactly(new Rebuilt.Level(0, "a", bucket, 1));
    }
  }

  @Nested
  class WhatWaits {
    @Test
    void liesBelowTheCutWithoutVerdictOrRefusal() {
      story.decided("a", "1", Verdict.ADMIT, 0, 0);
      story.refused(Reason.BACKPRESSURE, 1, 3);
      story.state.cut(0, 5);
      for (long offset = 0; offset < 7; offset++) {
        story.retained(offset, "a", Long.toString(offset));
      }

      assertThat(rebuilt().waiting()).extracting(Waiting::offset).containsExactly(2L, 4L);
      assertThat(rebuilt().stands().get(0).cut()).isEqualTo(5);
    }

    @Test
    void isNamedByItsPlaceAloneWhereItDoesNotDecode() {
      story.state.cut(0, 1);
      story.state.retained(new Waiting(0, 0, null, null, null));

      assertThat(rebuilt().waiting()).containsExactly(new Waiting(0, 0, null, null, null));
    }

    @Test
    void stopsWaitingWhenItsAnswerIsFoldedInLate() {
      story.state.cut(0, 1);
      story.retained(0, "a", "1");
      story.decided("a", "1", Verdict.ADMIT, 0, 0);

      assertThat(rebuilt().waiting()).isEmpty();
      assertThat(story.state.isAnswered(0, 0)).isTrue();
      assertThat(story.state.answeredBelow(0)).isEqualTo(1);
    }
  }

  @Nested
  class Chains {
    @Test
    void standBehindTheirLastEntryAndStopCountingDecisionsAtAGap() {
      story.decided("a", "1", Verdict.ADMIT, 0, 0);
      story.decided("a", "2", Verdict.ADMIT, 1, 1);
      story.decided("a", "3", Verdict.ADMIT, 3, 2);

      assertThat(rebuilt().stands().get(0))
          .isEqualTo(new Rebuilt.Stand(0, 3, Story.digest(2), 1, 0));
    }

    @Test
    void growByAnEntryThatCannotBeRead() {
      story.state.unreadable(story.at(0), EntryKind.VERDICT);

      assertThat(rebuilt().stands().get(0).size()).isEqualTo(1);
      assertThat(rebuilt().counts().entries()).isEqualTo(Map.of(EntryKind.VERDICT, 1L));
      assertThat(rebuilt().counts().verdicts()).isEmpty();
    }

    @Test
    void countAnEntryOnceThatTheLogHoldsTwice() {
      var at = story.at(0);
      var decision = Story.decision("a", "1", Verdict.ADMIT, 0, 0);
      story.state.verdict(at, decision);
      story.state.verdict(at, decision);

      assertThat(rebuilt().counts().verdicts()).isEqualTo(Map.of(Verdict.ADMIT, 1L));
      assertThat(rebuilt().decided().get(0).times()).isEqualTo(1);
    }
  }

  @Test
  void everythingIsCountedOverAllPartitions() {
    story.decided(0, Story.decision("a", "1", Verdict.ADMIT, 0, 0));
    story.decided(1, Story.decision("b", "1", Verdict.ADMIT, 0, 0));
    story.refused(Reason.RATE_LIMITED, 1, 2);
    story.refused(Reason.RATE_LIMITED, 3);

    var counts = rebuilt().counts();
    assertThat(counts.verdicts()).isEqualTo(Map.of(Verdict.ADMIT, 2L));
    assertThat(counts.refusals()).isEqualTo(Map.of(Reason.RATE_LIMITED, 3L));
    assertThat(counts.entries()).isEqualTo(Map.of(EntryKind.VERDICT, 2L, EntryKind.REFUSALS, 2L));
  }

  @Test
  void theHighestBundleGovernsAndTheLastOrderHolds() {
    story.published("acme", 2);
    story.published("acme", 1);
    story.steered(Control.valve(true, "incident", "ada", null));
    story.steered(Control.valve(false, "over", "ada", null));

    assertThat(rebuilt().bundles()).containsExactly(new Rebuilt.Bundle(0, "acme", 2, 0));
    assertThat(rebuilt().controls())
        .containsExactly(new Rebuilt.Order(0, Control.valve(false, "over", "ada", null), 3));
  }
}
