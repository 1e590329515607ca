package io.floodwall.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.floodwall.core.tree.MissingTileException;
import io.floodwall.tlog.Checkpoint;
import io.floodwall.tlog.ForkEvidence;
import io.floodwall.tlog.ForkedException;
import io.floodwall.tlog.PinnedLog;
import io.floodwall.tlog.SignedNote;
import io.floodwall.tlog.Trust;
import io.floodwall.tlog.UntrustedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a pin lets pass, what it refuses, and what is kept of that on disk. */
class PinnedLogTest {
  private final SealedLog log = SealedLog.of(3);
  private final Trust trust = new Trust(List.of(log.key.verifier()), false, null);

  @TempDir private Path folder;

  /** A log of the same key whose entries are others. */
  private SealedLog another(int decisions) {
    var other = new SealedLog(log.key);
    for (int i = 0; i < decisions; i++) {
      other.decide("other");
    }
    return other;
  }

  private static ForkedException refused(PinnedLog pinned, SealedLog shown) {
    Checkpoint before = pinned.seen().orElseThrow();
    var refused =
        catchThrowableOfType(
            ForkedException.class, () -> pinned.advance(shown.note(), shown.tiles()));
    assertThat(refused).isNotNull();
    assertThat(pinned.seen()).contains(before);
    return refused;
  }

  @Test
  void theFirstCheckpointIsTakenOnTheKeysWordWithoutATile() throws Exception {
    var pinned = PinnedLog.unseen(trust);
    boolean moved =
        pinned.advance(
            log.note(),
            (id, width) -> {
              throw new MissingTileException(id, width, 0);
            });
    assertThat(moved).isTrue();
    assertThat(pinned.seen().orElseThrow().size()).isEqualTo(3);
    assertThat(pinned.advance(log.note(), log.tiles())).as("the same once more").isFalse();
  }

  @Test
  void aLogThatGrewIsFollowed() throws Exception {
    var pinned = PinnedLog.at(trust, log.note());
    for (int size = 4; size < 9; size++) {
      log.decide("web");
      assertThat(pinned.advance(log.note(), log.tiles())).isTrue();
      assertThat(pinned.seen().orElseThrow().size()).isEqualTo(size);
    }
  }

  @Test
  void aShorterLogAnotherOfTheSameSizeAndALongerOneThatIsNoContinuationAreRefused()
      throws Exception {
    var pinned = PinnedLog.at(trust, log.note());
    assertThat(refused(pinned, another(2)).kind()).isEqualTo(ForkEvidence.Kind.SHRINK);
    assertThat(refused(pinned, another(3)).kind()).isEqualTo(ForkEvidence.Kind.FORK);
    assertThat(refused(pinned, another(7)).kind()).isEqualTo(ForkEvidence.Kind.UNPROVEN);
    log.decide("web");
    assertThat(pinned.advance(log.note(), log.tiles())).as("the honest one goes on").isTrue();
  }

  @Test
  void aRolledBackLogIsRefusedThoughItIsThePinsOwnPast() throws Exception {
    SignedNote yesterday = log.note();
    log.decide("web");
    var pinned = PinnedLog.at(trust, log.note());
    var refused =
        catchThrowableOfType(ForkedException.class, () -> pinned.advance(yesterday, log.tiles()));
    assertThat(refused.kind()).isEqualTo(ForkEvidence.Kind.SHRINK);
  }

  @Test
  void aPinOrACheckpointByAStrangerIsNotBelieved() throws Exception {
    SignedNote strange = log.noteBy(SealedLog.key("test"));
    assertThatThrownBy(() -> PinnedLog.at(trust, strange)).isInstanceOf(UntrustedException.class);
    var pinned = PinnedLog.at(trust, log.note());
    assertThatThrownBy(() -> pinned.advance(strange, log.tiles()))
        .isInstanceOf(UntrustedException.class);
  }

  @Test
  void bothSidesOfWhatIsRefusedAreKeptOnceInTheFolder() throws Exception {
    var pinned = PinnedLog.at(trust, log.note());
    SealedLog other = another(3);
    ForkedException fork = refused(pinned, other);
    Path kept = Pins.in(folder).keepEvidence(fork, "2026-11-21T00:00:00Z").orElseThrow();
    String text = Files.readString(kept);
    assertThat(text).contains("fork: ", log.note().toString(), other.note().toString());
    assertThat(Pins.in(folder).keepEvidence(fork, "2026-11-22T00:00:00Z")).contains(kept);
    assertThat(Files.readString(kept)).isEqualTo(text);
  }

  @Test
  void aPinIsThereAfterARestartAndADamagedOneStopsTheStart() throws Exception {
    Pins.in(folder).keep(0, log.note());
    assertThat(Pins.in(folder).last(0)).contains(log.note());
    assertThat(Pins.in(folder).last(1)).isEmpty();

    Files.writeString(folder.resolve("0.note"), "test/0\n3\n");
    assertThatThrownBy(() -> Pins.in(folder).last(0))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("0.note is damaged");
    assertThatIllegalStateException()
        .isThrownBy(() -> new ProvenChain(0, trust, Pins.in(folder), Clock.systemUTC()))
        .withMessageContaining("the pin of partition 0 cannot be used");
  }

  @Test
  void whereNoPinCanBeKeptNothingIsProven() throws Exception {
    // a file where the folder should be: no right lets anybody write there
    Path taken = Files.writeString(folder.resolve("taken"), "");
    var chain = new ProvenChain(0, trust, Pins.in(taken.resolve("pins")), Clock.systemUTC());
    chain.checkpoint(SealedLog.value(log.note()));
    chain.goLive();
    assertThatThrownBy(() -> chain.settle(log.tiles()))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("the pin of partition 0 cannot be kept");
    assertThat(chain.receipt(log.admitted(0), log.entries.get(0), log.tiles())).isEmpty();
  }
}
