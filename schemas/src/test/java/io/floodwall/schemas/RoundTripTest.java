package io.floodwall.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.floodwall.core.Bytes;
import io.floodwall.core.Hash;
import io.floodwall.core.Reason;
import io.floodwall.core.admission.Control;
import io.floodwall.core.admission.Refusal;
import io.floodwall.core.gate.Decision;
import io.floodwall.core.gate.Ruling;
import io.floodwall.core.gate.Verdict;
import io.floodwall.core.intent.Action;
import io.floodwall.core.intent.BlastRadius;
import io.floodwall.core.intent.Intent;
import io.floodwall.core.intent.Priority;
import io.floodwall.core.ledger.EntryKind;
import io.floodwall.core.ledger.LedgerEntry;
import io.floodwall.core.signing.SigningMode;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is written is what is read, for every record and every constant in it. */
class RoundTripTest {
  private final Codecs codecs = Codecs.pinned();

  static Stream<Samples.Sample<?>> samples() {
    return Samples.all().stream();
  }

  @ParameterizedTest
  @MethodSource("samples")
  <T> void everyRecordComesBackEqual(Samples.Sample<T> sample) throws MalformedRecordException {
    Codec<T> codec = sample.codecOf().apply(codecs);

    assertThat(codec.decode(codec.encode(sample.value()))).isEqualTo(sample.value());
    assertThat(codec.name()).isEqualTo(sample.record());
  }

  @ParameterizedTest
  @MethodSource("samples")
  <T> void everyPayloadComesBackEqual(Samples.Sample<T> sample) throws MalformedRecordException {
    Codec<T> codec = sample.codecOf().apply(codecs);
    Framed framed = codecs.unframe(codec.encode(sample.value()));

    assertThat(framed.recordName()).isEqualTo(sample.record());
    assertThat(framed.fingerprint()).isEqualTo(codec.fingerprint());
    assertThat(codec.decodePayload(framed.fingerprint(), framed.payload()))
        .isEqualTo(sample.value());
  }

  @Test
  void everyPriorityBlastRadiusAndActionComesBack() throws MalformedRecordException {
    var actions = List.of(Samples.APPLY, Samples.SCALE, Samples.DESTROY, Samples.INVOKE);
    assertThat(actions).extracting(Action::kind).containsExactly(Action.Kind.values());
    for (Action action : actions) {
      for (Priority priority : Priority.values()) {
        for (BlastRadius blast : BlastRadius.values()) {
          Intent intent = Samples.intent(action, priority, blast);
          assertThat(codecs.intent().decode(codecs.intent().encode(intent))).isEqualTo(intent);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyReasonComesBack(Reason reason) throws MalformedRecordException {
    var refusal = new Refusal("a", null, reason, "", null, null, 1, 2, 3, 4, 5, 6);

    assertThat(codecs.refusal().decode(codecs.refusal().encode(refusal))).isEqualTo(refusal);
  }

  @ParameterizedTest
  @EnumSource
  void everyVerdictComesBack(Verdict verdict) throws MalformedRecordException {
    var said = List.of(new Ruling.Said("p", verdict, "t"));
    var ruling = new Ruling(verdict, Reason.POLICY, null, said, Priority.BULK, BlastRadius.REGION);
    var decision =
        new Decision(
            Samples.BARE_INTENT, Samples.BARE_FACTS, ruling, "t", null, Long.MAX_VALUE, -1);

    assertThat(codecs.decision().decode(codecs.decision().encode(decision))).isEqualTo(decision);
  }

  @ParameterizedTest
  @EnumSource
  void everyEntryKindComesBack(EntryKind kind) throws MalformedRecordException {
    Hash hash = Samples.FULL_ENTRY.digest();
    var entry = new LedgerEntry(0, hash, hash, kind, hash, Bytes.copyOf(new byte[100_000]));

    assertThat(codecs.ledgerEntry().decode(codecs.ledgerEntry().encode(entry))).isEqualTo(entry);
  }

  @ParameterizedTest
  @EnumSource
  void everyControlKindComesBack(Control.Kind kind) throws MalformedRecordException {
    Control control =
        switch (kind) {
          case VALVE -> Control.valve(true, "why", "who", null);
          case JAIL -> Control.jail("a", true, "why", "who", null);
          case KEY -> Samples.KEY;
          case SIGNING -> Control.signing("a", SigningMode.CHECKED, true, "why", "who");
        };

    assertThat(codecs.control().decode(codecs.control().encode(control))).isEqualTo(control);
  }

  @Test
  void halfASurrogatePairIsNeverWrittenAsAQuestionMark() {
    for (String text :
        List.of("\uD83D", "\uDE80", "x\uD83Dx", "\uDE80\uD83D", "\uD83D\uD83D\uDE80")) {
      Intent intent = Intent.of(text, "1", Samples.DESTROY, Priority.BULK, BlastRadius.CELL);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> codecs.intent().encode(intent))
          .withMessageContaining("surrogate");
    }
  }

  @Test
  void aRefusedEncodeLeavesNothingBehindForTheNextOne() throws MalformedRecordException {
    Intent bad = Intent.of("agent", "\uD83D", Samples.DESTROY, Priority.BULK, BlastRadius.CELL);
    assertThatIllegalArgumentException().isThrownBy(() -> codecs.intent().encode(bad));

    byte[] bytes = codecs.intent().encode(Samples.FULL_INTENT);
    assertThat(codecs.intent().decode(bytes)).isEqualTo(Samples.FULL_INTENT);
  }

  @Test
  void oneSetOfCodecsServesManyThreads() throws InterruptedException {
    var failures = new ConcurrentLinkedQueue<Throwable>();
    List<Thread> threads =
        IntStream.range(0, 4).mapToObj(i -> new Thread(() -> roundTrips(failures))).toList();
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(failures).isEmpty();
  }

  private void roundTrips(ConcurrentLinkedQueue<Throwable> failures) {
    try {
      for (int i = 0; i < 200; i++) {
        for (Samples.Sample<?> sample : Samples.all()) {
          everyRecordComesBackEqual(sample);
        }
      }
    } catch (MalformedRecordException | RuntimeException | AssertionError e) {
      failures.add(e);
    }
  }
}
