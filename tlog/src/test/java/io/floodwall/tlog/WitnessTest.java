package io.floodwall.tlog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.floodwall.core.Hash;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A witness: each answer of the protocol, and that no order of requests makes it cosign a fork. */
class WitnessTest {
  private static final long NOW = 1_700_000_000;
  private static final String ORIGIN = "floodwall/0";

  private final Told told = new Told();
  private final GrownLog log = GrownLog.of(Sample.LOG, 0, "a", 40);
  private final GrownLog fork = GrownLog.of(Sample.LOG, 9, "b", 40);

  /** A witness, and what it was told to remember. */
  private static final class Told {
    private final Witness witness =
        new Witness(Sample.WITNESS, List.of(Sample.LOG.named("floodwall").verifier()));
    private final Map<String, SignedNote> last = new HashMap<>();

    WitnessAnswer ask(AddCheckpoint request) {
      return ask(request.toString());
    }

    WitnessAnswer ask(String request) {
      WitnessAnswer answer =
          witness.answer(
              request.getBytes(UTF_8), origin -> Optional.ofNullable(last.get(origin)), NOW);
      answer.remember().ifPresent(note -> last.put(ORIGIN, note));
      return answer;
    }
  }

  private void at(int size) {
    assertThat(told.ask(log.request(0, size)).status()).isEqualTo(200);
  }

  private static List<Hash> reversed(List<Hash> proof) {
    var reversed = new ArrayList<>(proof);
    Collections.reverse(reversed);
    return reversed;
  }

  private static List<Hash> longer(List<Hash> proof) {
    var longer = new ArrayList<>(proof);
    longer.add(proof.get(0));
    return longer;
  }

  private static void assertNothingIsRemembered(WitnessAnswer answer) {
    assertThat(answer.remember()).isEmpty();
    assertThat(answer.body()).doesNotContain("\u2014").endsWith("\n");
  }

  @Nested
  class Cosigns {
    @Test
    void theFirstCheckpointOfAKnownLog() throws Exception {
      WitnessAnswer answer = told.ask(log.request(0, 7));
      assertThat(answer.status()).isEqualTo(200);
      SignedNote whole = SignedNote.parse(log.note(7) + answer.body());
      assertThat(whole.verified(List.of(Sample.WITNESS.cosigner()))).hasSize(1);
      assertThat(whole.signatures().get(1).timeSeconds()).isEqualTo(NOW);
      assertThat(answer.remember()).contains(whole);
      assertThat(answer.evidence()).isEmpty();
    }

    @Test
    void whatContinuesTheLastOneAndTheLastOneAgain() {
      at(7);
      assertThat(told.ask(log.request(7, 33)).status()).isEqualTo(200);
      assertThat(told.ask(log.request(33, 33)).status()).isEqualTo(200);
      assertThat(told.ask(log.request(33, 40)).status()).isEqualTo(200);
    }

    @Test
    void theEmptyTree() {
      assertThat(told.ask(log.request(0, 0)).status()).isEqualTo(200);
      assertThat(told.ask(log.request(0, 5)).status()).isEqualTo(200);
    }

    @Test
    void eachChainOfALogUnderItsOwnName() {
      at(7);
      GrownLog other = GrownLog.of(Sample.LOG.named("floodwall/11"), 0, "c", 5);
      assertThat(told.ask(other.request(0, 5)).status()).isEqualTo(200);
    }

    @Test
    void withoutRememberingTheSignaturesOfStrangers() {
      SignedNote note =
          log.note(7).with(Sample.SECOND.sign("other")).with(Sample.STRANGER.sign(""));
      WitnessAnswer answer = told.ask(new AddCheckpoint(0, List.of(), note));
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.remember().orElseThrow().signatures())
          .hasSize(2)
          .allMatch(line -> line.isOf(Sample.LOG.verifier()) || line.isOf(told.witness.verifier()));
    }
  }

  @Nested
  class Refuses {
    @ParameterizedTest
    @ValueSource(
        strings = {
          "",
          "old 0\n",
          "old 0",
          "new 0\n\n",
          "old 00\n\n",
          "old -1\n\n",
          "old 9223372036854775808\n\n",
          "old  0\n\n",
          "old 0\nAAAA\n\n",
          "old 0\nnot base64\n\n",
          "old 0\r\n\r\n",
        })
    void whatIsMalformedWith400(String start) {
      WitnessAnswer answer = told.ask(start + log.note(3));
      assertThat(answer.status()).isEqualTo(400);
      assertNothingIsRemembered(answer);
    }

    @Test
    void aNoteThatIsNoCheckpointWith400() {
      for (String text : List.of("x\n", ORIGIN + "\n3\n", ORIGIN + "\n03\n" + "A".repeat(44))) {
        assertThat(told.ask("old 0\n\n" + SignedNote.sign(text + "\n", Sample.LOG)).status())
            .isEqualTo(400);
      }
    }

    @Test
    void moreThan63ProofLinesWith400AndTakes63() {
      Hash hash = log.root(1);
      for (var expected : Map.of(63, 422, 64, 400).entrySet()) {
        List<Hash> proof = Collections.nCopies(expected.getKey(), hash);
        assertThat(told.ask(new AddCheckpoint(0, proof, log.note(3))).status())
            .isEqualTo(expected.getValue());
      }
    }

    @Test
    void moreThan64KibWith400BeforeReadingIt() {
      byte[] large = new byte[AddCheckpoint.BYTES_MAX + 1];
      Arrays.fill(large, (byte) 'x');
      assertThat(told.witness.answer(large, origin -> Optional.empty(), NOW).status())
          .isEqualTo(400);
    }

    @Test
    void bytesThatAreNotUtf8With400() {
      byte[] bytes = log.request(0, 3).toString().getBytes(UTF_8);
      bytes[7] = (byte) 0xff;
      assertThat(told.witness.answer(bytes, origin -> Optional.empty(), NOW).status())
          .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"stranger/0", "floodwal/0", "floodwall/0/1", "/0", "0"})
    void anUnknownOriginWith404(String origin) {
      GrownLog unknown = GrownLog.of(Sample.LOG.named(origin), 0, "a", 5);
      WitnessAnswer answer = told.ask(unknown.request(0, 5));
      assertThat(answer.status()).isEqualTo(404);
      assertNothingIsRemembered(answer);
    }

    @Test
    void whatNoTrustedKeySignedWith403() {
      GrownLog stranger = GrownLog.of(Sample.STRANGER, 0, "a", 5);
      assertThat(told.ask(stranger.request(0, 5)).status()).isEqualTo(403);
      SignedNote moved = new SignedNote(log.note(5).text(), log.note(4).signatures());
      WitnessAnswer answer = told.ask(new AddCheckpoint(0, List.of(), moved));
      assertThat(answer.status()).isEqualTo(403);
      assertNothingIsRemembered(answer);
    }

    @Test
    void aWitnessKeyInTheLogsNameWith403() {
      SignedNote cosigned =
          new SignedNote(log.note(5).text(), List.of(Sample.LOG.cosign(log.note(5).text(), NOW)));
      assertThat(told.ask(new AddCheckpoint(0, List.of(), cosigned)).status()).isEqualTo(403);
    }

    @Test
    void anOldSizeBeyondTheCheckpointWith400() {
      at(7);
      assertThat(told.ask(new AddCheckpoint(8, List.of(), log.note(7))).status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 6, 8, 20})
    void anOldSizeThatIsNotItsOwnWith409AndSaysItsOwn(int old) {
      at(7);
      WitnessAnswer answer = told.ask(log.request(old, 20));
      assertThat(answer.status()).isEqualTo(409);
      assertThat(answer.type()).isEqualTo("text/x.tlog.size");
      assertThat(answer.body()).isEqualTo("7\n");
      assertThat(answer.evidence()).isEmpty();
      assertNothingIsRemembered(answer);
    }

    @Test
    void anOldSizeOfALogItNeverSawWith409AndSays0() {
      WitnessAnswer answer = told.ask(log.request(3, 20));
      assertThat(answer.status()).isEqualTo(409);
      assertThat(answer.body()).isEqualTo("0\n");
    }

    @Test
    void anotherRootOfTheSameSizeWith409AndKeepsBoth() {
      at(20);
      for (int old : new int[] {20, 0}) {
        WitnessAnswer answer =
            told.ask(new AddCheckpoint(old, fork.consistency(old, 20).path(), fork.note(20)));
        assertThat(answer.status()).isEqualTo(409);
        assertNothingIsRemembered(answer);
        ForkEvidence evidence = answer.evidence().orElseThrow();
        assertThat(evidence.kind()).isEqualTo(ForkEvidence.Kind.FORK);
        assertThat(evidence.text("then"))
            .contains(told.last.get(ORIGIN).toString(), fork.note(20).toString(), "fork: ", "then");
      }
    }

    @Test
    void aSmallerCheckpointWhateverItClaimsAndKeepsBoth() {
      at(20);
      for (int old : new int[] {0, 12, 20}) {
        WitnessAnswer answer = told.ask(new AddCheckpoint(old, List.of(), log.note(12)));
        assertThat(answer.status()).isEqualTo(old == 20 ? 400 : 409);
        assertThat(answer.evidence().orElseThrow().kind()).isEqualTo(ForkEvidence.Kind.SHRINK);
        assertNothingIsRemembered(answer);
      }
    }

    @Test
    void aLargerForkWith422AndKeepsBoth() {
      at(20);
      WitnessAnswer answer = told.ask(fork.request(20, 40));
      assertThat(answer.status()).isEqualTo(422);
      assertThat(answer.evidence().orElseThrow().kind()).isEqualTo(ForkEvidence.Kind.UNPROVEN);
      assertNothingIsRemembered(answer);
    }

    @Test
    void aProofThatIsMangledCutOrTooLongWith422() {
      at(13);
      AddCheckpoint good = log.request(13, 40);
      for (List<Hash> proof :
          List.of(
              List.<Hash>of(),
              good.proof().subList(1, good.proof().size()),
              good.proof().subList(0, good.proof().size() - 1),
              reversed(good.proof()),
              longer(good.proof()))) {
        assertThat(told.ask(new AddCheckpoint(13, proof, good.note())).status()).isEqualTo(422);
      }
      assertThat(told.ask(good).status()).isEqualTo(200);
    }

    @Test
    void aProofForTheFirstCheckpointOrForTheSameOneWith422() {
      List<Hash> one = List.of(log.root(1));
      assertThat(told.ask(new AddCheckpoint(0, one, log.note(7))).evidence()).isEmpty();
      assertThat(told.ask(new AddCheckpoint(0, one, log.note(7))).status()).isEqualTo(422);
      at(7);
      assertThat(told.ask(new AddCheckpoint(7, one, log.note(7))).status()).isEqualTo(422);
    }
  }

  @Test
  void evidenceOfOneCheckpointHasOneIdHoweverItIsSent() {
    at(20);
    AddCheckpoint once = new AddCheckpoint(0, List.of(), fork.note(20));
    AddCheckpoint again =
        new AddCheckpoint(20, List.of(), fork.note(20).with(Sample.SECOND.sign("junk")));
    assertThat(told.ask(once).evidence().orElseThrow().id())
        .isEqualTo(told.ask(again).evidence().orElseThrow().id());
  }

  /** Two logs of one key that part after nine entries: only one of them is ever cosigned on. */
  @Property(tries = 300)
  void whateverIsAskedAllThatIsCosignedIsOneHistory(
      @ForAll @Size(max = 30) List<@IntRange(max = 40 * 41 * 4 - 1) Integer> steps)
      throws Exception {
    var asked = new Told();
    var cosigned = new TreeMap<Long, Hash>();
    for (int step : steps) {
      GrownLog shown = step % 2 == 0 ? log : fork;
      long old = step / 4 % 41;
      long size = step / 4 / 41;
      boolean honest = step / 2 % 2 == 0; // most honest feeders take the size that they are told
      if (honest && asked.last.containsKey(ORIGIN)) {
        old = Checkpoint.parse(asked.last.get(ORIGIN).text()).size();
      }
      List<Hash> proof =
          old <= size ? shown.consistency(old, size).path() : List.of(shown.root(old));
      WitnessAnswer answer = asked.ask(new AddCheckpoint(old, proof, shown.note(size)));
      if (answer.status() == 200) {
        assertThat(cosigned.isEmpty() || cosigned.lastKey() <= size).isTrue();
        assertThat(cosigned.put(size, shown.root(size))).isIn(null, shown.root(size));
      }
    }
    assertThat(List.of(log, fork))
        .anyMatch(
            one ->
                cosigned.entrySet().stream()
                    .allMatch(e -> one.root(e.getKey()).equals(e.getValue())));
  }

  @Property(tries = 500)
  void anyBytesAreAnsweredAndNoneButARequestIsCosigned(@ForAll @Size(max = 400) byte[] bytes) {
    assertThat(told.witness.answer(bytes, origin -> Optional.empty(), NOW).status()).isEqualTo(400);
  }
}
