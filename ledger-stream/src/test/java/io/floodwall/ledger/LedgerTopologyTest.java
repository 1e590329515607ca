package io.floodwall.ledger;

import static io.floodwall.ledger.LedgerStory.CODECS;
import static io.floodwall.ledger.LedgerStory.T0;
import static io.floodwall.ledger.LedgerStory.TOPICS;
import static io.floodwall.ledger.LedgerStory.payload;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.floodwall.core.admission.Control;
import io.floodwall.core.gate.Decision;
import io.floodwall.core.gate.PolicyBundle;
import io.floodwall.core.gate.Verdict;
import io.floodwall.core.ledger.Chain;
import io.floodwall.core.ledger.EntryKind;
import io.floodwall.core.ledger.LedgerEntry;
import io.floodwall.core.outcome.Outcome;
import io.floodwall.runtime.Meters;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What goes into the chain, and as what, as stories on the ledger's topology. */
final class LedgerTopologyTest {
  private final LedgerStory ledger = new LedgerStory();

  @AfterEach
  void close() {
    ledger.close();
  }

  @Test
  void topologyIsTheOneInTheGoldenFile() throws IOException {
    try (InputStream golden =
        LedgerTopologyTest.class.getResourceAsStream("/ledger-topology.txt")) {
      assertThat(golden).isNotNull();
      assertThat(
              LedgerTopology.build(LedgerStory.config(Map.of()), CODECS, Meters.unscraped())
                  .describe()
                  .toString())
          .isEqualToNormalizingNewlines(new String(golden.readAllBytes(), UTF_8));
    }
  }

  @Nested
  class Entries {
    @Test
    void payloadIsTheDecisionTopicsBytesBehindTheFraming() {
      for (Verdict verdict : Verdict.values()) {
        Decision decision = Sample.decision(ledger.entries().size(), verdict);
        ledger.decide(decision);

        var written = ledger.entries();
        LedgerEntry entry = written.get(written.size() - 1).entry();
        assertThat(entry.kind()).isEqualTo(EntryKind.VERDICT);
        assertThat(entry.payload()).isEqualTo(payload(CODECS.decision().encode(decision)));
        assertThat(entry.schema()).isEqualTo(CODECS.decision().fingerprint());
      }
    }

    @Test
    void chainStartsAtTheGenesisOfItsOrigin() {
      ledger.decide(0);

      assertThat(ledger.onlyEntry().entry().seq()).isZero();
      assertThat(ledger.onlyEntry().entry().prev())
          .isEqualTo(Chain.genesis("floodwall/0").digest());
    }

    @Test
    void originTakesTheConfiguredNameOfTheLedger() {
      try (var acme = new LedgerStory(Map.of(LedgerConfig.LEDGER_NAME, "acme"))) {
        acme.decide(0);
        assertThat(acme.onlyEntry().entry().prev()).isEqualTo(Chain.genesis("acme/0").digest());
      }
    }

    @Test
    void keyIsPartitionAndSequenceInSixteenDigits() {
      ledger.decide(0, 1, 2);

      assertThat(ledger.entries())
          .extracting(LedgerStory.Written::key)
          .containsExactly("0/0000000000000000", "0/0000000000000001", "0/0000000000000002");
    }

    @Test
    void headersOfAVerdictNameAgentAndIntent() {
      ledger.advance(40);
      ledger.decide(0);

      LedgerStory.Written written = ledger.onlyEntry();
      assertThat(written.timestampMs()).isEqualTo(T0.toEpochMilli() + 40);
      assertThat(written.headers())
          .containsEntry("ce_specversion", "1.0")
          .containsEntry("ce_type", "io.floodwall.ledger.entry.v1")
          .containsEntry("ce_source", "/floodwall/ledger/0")
          .containsEntry("ce_id", "0/0000000000000000")
          .containsEntry("ce_subject", "agent-0/0")
          .containsEntry("ce_time", T0.plusMillis(40).toString());
    }

    @Test
    void headersOfAnythingElseNameTheEntryItself() {
      ledger.publish(PolicyBundle.shipped());

      assertThat(ledger.onlyEntry().headers()).containsEntry("ce_subject", "0/0000000000000000");
    }
  }

  @Nested
  class Outcomes {
    private final Outcome applied = Sample.outcome(Sample.decision(0), Outcome.Result.APPLIED);

    @Test
    void outcomeIsRecordedAsItLiesOnItsTopic() {
      ledger.report(applied);

      LedgerStory.Written written = ledger.onlyEntry();
      assertThat(written.entry().kind()).isEqualTo(EntryKind.OUTCOME);
      assertThat(written.entry().payload()).isEqualTo(payload(CODECS.outcome().encode(applied)));
      assertThat(written.entry().schema()).isEqualTo(CODECS.outcome().fingerprint());
      assertThat(written.headers()).containsEntry("ce_subject", "agent-0/0");
    }

    @Test
    void outcomeInAnotherPartitionOrUnderAnotherKeyIsADeadLetter() {
      Decision elsewhere = Sample.decision(0, Verdict.ADMIT, 1, "agent-0", "x");
      ledger.report(Sample.outcome(elsewhere, Outcome.Result.APPLIED));
      ledger.pipe(TOPICS.outcomes(), "agent-1", CODECS.outcome().encode(applied));
      ledger.pipe(TOPICS.outcomes(), null, CODECS.outcome().encode(applied));

      assertThat(ledger.entries()).isEmpty();
      assertThat(ledger.deadLetters())
          .extracting(LedgerStory.Dead::reason)
          .containsExactly("UNEXPECTED_RECORD", "UNEXPECTED_RECORD", "UNEXPECTED_RECORD");
    }
  }

  @Nested
  class Orders {
    @Test
    void bundleThatCompilesIsRecordedWhateverItsVersion() {
      ledger.publish(Sample.bundle(7));
      ledger.publish(Sample.bundle(3));

      assertThat(ledger.kinds()).containsExactly(EntryKind.BUNDLE, EntryKind.BUNDLE);
      LedgerEntry entry = ledger.entries().get(1).entry();
      assertThat(entry.payload()).isEqualTo(payload(CODECS.bundle().encode(Sample.bundle(3))));
      assertThat(entry.schema()).isEqualTo(CODECS.bundle().fingerprint());
    }

    @Test
    void bundleThatDoesNotCompileIsADeadLetter() {
      ledger.publish(Sample.invalidBundle(1));

      assertThat(ledger.entries()).isEmpty();
      assertThat(ledger.deadLetters().get(0).reason()).isEqualTo("BAD_BUNDLE");
    }

    @Test
    void bundleThatTheGateRefusesForItsSizeIsADeadLetterHereToo() {
      ledger.publish(Sample.tooLargeBundle(1));

      assertThat(ledger.entries()).isEmpty();
      assertThat(ledger.deadLetters().get(0).detail()).contains("bytes of 131072");
    }

    @Test
    void bundleUnderAnotherKeyIsADeadLetter() {
      byte[] value = CODECS.bundle().encode(Sample.bundle(2));
      ledger.pipe(TOPICS.policies(), "default/1", value);
      ledger.pipe(TOPICS.policies(), null, value);

      assertThat(ledger.entries()).isEmpty();
      assertThat(ledger.deadLetters())
          .extracting(LedgerStory.Dead::reason)
          .containsExactly("BAD_BUNDLE", "BAD_BUNDLE");
    }

    @Test
    void controlIsRecorded() {
      Control jail = Control.jail("runaway", true, "loops", "ana", null);
      ledger.order(Control.valve(true, "incident", "ana", null));
      ledger.order(jail);

      assertThat(ledger.kinds()).containsExactly(EntryKind.CONTROL, EntryKind.CONTROL);
      LedgerEntry entry = ledger.entries().get(1).entry();
      assertThat(entry.payload()).isEqualTo(payload(CODECS.control().encode(jail)));
      assertThat(entry.schema()).isEqualTo(CODECS.control().fingerprint());
    }

    @Test
    void controlUnderAnotherKeyIsADeadLetter() {
      byte[] value = CODECS.control().encode(Control.jail("runaway", true, "loops", "ana", null));
      ledger.pipe(TOPICS.controls(), "valve", value);
      ledger.pipe(TOPICS.controls(), "jail/deployer", value);
      ledger.pipe(TOPICS.controls(), null, value);

      assertThat(ledger.entries()).isEmpty();
      assertThat(ledger.deadLetters())
          .hasSize(3)
          .extracting(LedgerStory.Dead::reason)
          .containsOnly("BAD_CONTROL");
    }

    @Test
    void jailOfWhatCannotBeAnAgentIsADeadLetterAsAdmissionDoesNotObeyIt() {
      for (String agent : new String[] {" runaway", "run\u202eaway", "x".repeat(201)}) {
        ledger.order(Control.jail(agent, true, "loops", "ana", null));
      }

      assertThat(ledger.entries()).isEmpty();
      assertThat(ledger.deadLetters())
          .hasSize(3)
          .extracting(LedgerStory.Dead::reason)
          .containsOnly("BAD_CONTROL");
    }

    @Test
    void controlThatDoesNotFitAnEntryIsADeadLetter() {
      ledger.order(Control.valve(true, "x".repeat(256 * 1024), "ana", null));

      assertThat(ledger.entries()).isEmpty();
      assertThat(ledger.deadLetters().get(0).reason()).isEqualTo("BAD_CONTROL");
    }
  }
}
