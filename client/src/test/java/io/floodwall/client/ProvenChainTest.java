package io.floodwall.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.floodwall.client.UntrustedLedgerException.Check;
import io.floodwall.core.tree.MissingTileException;
import io.floodwall.core.tree.TileSource;
import io.floodwall.tlog.Checkpoint;
import io.floodwall.tlog.PolicyFile;
import io.floodwall.tlog.Receipt;
import io.floodwall.tlog.SignedNote;
import io.floodwall.tlog.SignerKey;
import io.floodwall.tlog.Trust;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What a deployer believes of a partition's chain, without a broker. */
class ProvenChainTest {
  private final SealedLog log = SealedLog.of(3);
  private final Pins pins = Pins.inMemory();

  private ProvenChain chain() {
    return chain(new Trust(List.of(log.key.verifier()), false, null));
  }

  private ProvenChain chain(Trust trust) {
    return new ProvenChain(0, trust, pins, Clock.systemUTC());
  }

  private static void show(ProvenChain chain, SignedNote note, TileSource tiles) {
    chain.checkpoint(SealedLog.value(note));
    chain.goLive();
    chain.settle(tiles);
  }

  private Optional<Receipt> receipt(ProvenChain chain, int seq) {
    return chain.receipt(log.admitted(seq), log.entries.get(seq), log.tiles());
  }

  private static Check refused(ProvenChain chain) {
    var refused = catchThrowableOfType(UntrustedLedgerException.class, chain::requireSound);
    assertThat(refused).isNotNull();
    return refused.check();
  }

  @Test
  void anEntryUnderACheckpointHasAReceiptThatVerifies() throws Exception {
    ProvenChain chain = chain();
    show(chain, log.note(), log.tiles());
    Receipt receipt = receipt(chain, 2).orElseThrow();
    var trust = new Trust(List.of(log.key.verifier()), false, null);
    assertThat(receipt.verify(trust.of(SealedLog.ORIGIN)).size()).isEqualTo(3);
    assertThat(receipt.entry()).contains(log.entries.get(2));
    assertThat(pins.last(0)).contains(log.note());
  }

  @Test
  void anEntryBehindTheCheckpointWaitsForTheNextOne() {
    ProvenChain chain = chain();
    show(chain, log.note(), log.tiles());
    log.decide("api");
    assertThat(receipt(chain, 3)).isEmpty();
    assertThat(chain.why(log.entries.get(3)))
        .startsWith("its entry is number 3, a usable checkpoint covers those before 3");
    show(chain, log.note(), log.tiles());
    assertThat(receipt(chain, 3)).isPresent();
  }

  @Test
  void aCheckpointByAStrangerIsPassedOver() {
    ProvenChain chain = chain();
    show(chain, log.noteBy(SealedLog.key("test")), log.tiles());
    assertThat(receipt(chain, 0)).isEmpty();
    assertThat(chain.why(log.entries.get(0)))
        .contains("covers those before 0", "no trusted key of test/0 signed it");
    chain.requireSound();
  }

  @Test
  void theCheckpointOfAnotherPartitionIsPassedOver() {
    ProvenChain chain = chain();
    var other = new Checkpoint("test/1", 3, log.entries.get(0).digest());
    show(chain, SignedNote.sign(other.text(), log.key.named("test/1")), log.tiles());
    assertThat(receipt(chain, 0)).isEmpty();
    assertThat(chain.why(log.entries.get(0))).contains("it is of test/1, not of chain 0");
  }

  @Test
  void anEntryWithOtherBytesIsAnotherDecisions() {
    ProvenChain chain = chain();
    show(chain, log.note(), log.tiles());
    Admitted forged = SealedLog.admitted(1, "production");
    var refused =
        catchThrowableOfType(
            UntrustedLedgerException.class,
            () -> chain.receipt(forged, log.entries.get(1), log.tiles()));
    assertThat(refused.check()).isEqualTo(Check.OTHER_DECISION);
    chain.requireSound();
    assertThat(receipt(chain, 1)).isPresent();
  }

  @Test
  void tilesThatLieProveNoEntry() {
    ProvenChain chain = chain();
    show(chain, log.note(), log.tiles());
    var refused =
        catchThrowableOfType(
            UntrustedLedgerException.class,
            () -> chain.receipt(log.admitted(1), log.entries.get(1), log.lyingTiles()));
    assertThat(refused.check()).isEqualTo(Check.NOT_IN_TREE);
  }

  @Test
  void tilesThatLieProveNoGrowthAndStopEverything() {
    ProvenChain chain = chain();
    show(chain, log.note(), log.tiles());
    log.decide("api");
    show(chain, log.note(), log.lyingTiles());
    assertThat(refused(chain)).isEqualTo(Check.TILES);
  }

  @Test
  void tilesThatHaveNotComeMoveNothingAndAccuseNobody() throws Exception {
    ProvenChain chain = chain();
    SignedNote before = log.note();
    show(chain, before, log.tiles());
    log.decide("api");
    show(
        chain,
        log.note(),
        (id, width) -> {
          throw new MissingTileException(id, width, 0);
        });
    chain.requireSound();
    assertThat(pins.last(0)).contains(before);
    chain.settle(log.tiles());
    assertThat(receipt(chain, 3)).isPresent();
  }

  @Test
  void twoRootsOfOneSizeAreAForkForEver() {
    ProvenChain chain = chain();
    show(chain, log.note(), log.tiles());
    var other = new SealedLog(log.key);
    for (int i = 0; i < 3; i++) {
      other.decide("other");
    }
    show(chain, other.note(), other.tiles());
    assertThat(refused(chain)).isEqualTo(Check.FORK);
    show(chain, log.note(), log.tiles());
    assertThat(refused(chain)).isEqualTo(Check.FORK);
    assertThat(catchThrowableOfType(UntrustedLedgerException.class, () -> receipt(chain, 0)))
        .isNotNull();
  }

  @Test
  void afterARestartASmallerLogIsARollbackAndAnotherOneInconsistent() {
    show(chain(), log.note(), log.tiles());
    var rolledBack = new SealedLog(log.key);
    rolledBack.decide("web");
    ProvenChain smaller = chain();
    show(smaller, rolledBack.note(), rolledBack.tiles());
    assertThat(refused(smaller)).isEqualTo(Check.ROLLBACK);
    for (int i = 0; i < 4; i++) {
      rolledBack.decide("other");
    }
    ProvenChain another = chain();
    show(another, rolledBack.note(), rolledBack.tiles());
    assertThat(refused(another)).isEqualTo(Check.INCONSISTENT);
  }

  @Test
  void aPinThatNobodyTrustedSignedIsNotBelieved() throws Exception {
    pins.keep(0, log.noteBy(SealedLog.key("test")));
    assertThatIllegalStateException()
        .isThrownBy(this::chain)
        .withMessageContaining("the pin of partition 0 cannot be used");
  }

  /** Two of three witnesses must have cosigned. */
  @Nested
  class WithAQuorum {
    private final SignerKey w1 = SealedLog.key("w1.example");
    private final SignerKey w2 = SealedLog.key("w2.example");
    private final SignerKey w3 = SealedLog.key("w3.example");
    private final ProvenChain chain = chain(trust());

    private Trust trust() {
      String text =
          "log %s%nwitness w1 %s%nwitness w2 %s%nwitness w3 %s%ngroup g 2 w1 w2 w3%nquorum g%n"
              .formatted(
                  log.key.named(SealedLog.ORIGIN).verifier(),
                  w1.cosigner(),
                  w2.cosigner(),
                  w3.cosigner());
      try {
        return new Trust(List.of(log.key.verifier()), false, PolicyFile.parse(text));
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }

    private void cosign(SignerKey witness, SignedNote note) {
      var cosigned = new SignedNote(note.text(), List.of(witness.cosign(note.text(), 1)));
      chain.cosignature(SealedLog.value(cosigned));
      chain.settle(log.tiles());
    }

    @Test
    void twoCosignaturesAreEnoughAndTheReceiptCarriesThem() throws Exception {
      show(chain, log.note(), log.tiles());
      assertThat(receipt(chain, 0)).isEmpty();
      cosign(w3, log.note());
      assertThat(receipt(chain, 0)).isEmpty();
      assertThat(chain.why(log.entries.get(0)))
          .contains("the quorum of witnesses has not cosigned the newest checkpoint");
      cosign(w1, log.note());
      Receipt receipt = receipt(chain, 0).orElseThrow();
      assertThat(receipt.verify(trust().of(SealedLog.ORIGIN)).size()).isEqualTo(3);
      assertThat(receipt.proof().note().signatures()).hasSize(3);
    }

    @Test
    void cosignaturesMayComeBeforeTheCheckpoint() {
      cosign(w1, log.note());
      cosign(w2, log.note());
      show(chain, log.note(), log.tiles());
      assertThat(receipt(chain, 0)).isPresent();
    }

    @Test
    void oneWitnessTwiceIsOneAndAStrangerUnderItsNameIsNone() {
      show(chain, log.note(), log.tiles());
      cosign(w1, log.note());
      var again = new SignedNote(log.note().text(), List.of(w1.cosign(log.note().text(), 2)));
      chain.cosignature(SealedLog.value(again));
      cosign(SealedLog.key("w2.example"), log.note());
      cosign(SealedLog.key("stranger.example"), log.note());
      assertThat(receipt(chain, 0)).isEmpty();
      cosign(w2, log.note());
      assertThat(receipt(chain, 0)).isPresent();
    }

    @Test
    void aCosignatureUnderAnotherRootDoesNotCount() {
      show(chain, log.note(), log.tiles());
      cosign(w1, log.note());
      var other = new Checkpoint(SealedLog.ORIGIN, 3, log.entries.get(0).digest());
      cosign(w2, SignedNote.sign(other.text(), log.key.named(SealedLog.ORIGIN)));
      assertThat(receipt(chain, 0)).isEmpty();
    }

    @Test
    void anOlderCheckpointWithItsQuorumIsUsedWhileTheNewestHasNone() {
      SignedNote older = log.note();
      show(chain, older, log.tiles());
      log.decide("api");
      show(chain, log.note(), log.tiles());
      cosign(w1, older);
      cosign(w2, older);
      assertThat(receipt(chain, 2)).isPresent();
      assertThat(receipt(chain, 3)).isEmpty();
    }
  }
}
