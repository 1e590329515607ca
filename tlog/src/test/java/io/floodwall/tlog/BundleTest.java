package io.floodwall.tlog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.floodwall.core.Bytes;
import io.floodwall.core.Hash;
import io.floodwall.core.ledger.Chain;
import io.floodwall.core.ledger.EntryKind;
import io.floodwall.core.ledger.LedgerEntry;
import io.floodwall.core.tree.CompactRange;
import io.floodwall.tlog.Check.Status;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** A bundle of forty entries, and everything that can be done to it. */
class BundleTest {
  private static final String ORIGIN = "floodwall/0";
  private static final int ENTRIES = 40;
  private static final int SIGNED = 37;
  private static final List<VerifierKey> TRUSTED = List.of(Sample.LOG.verifier());

  private final List<LedgerEntry> entries = chain(ENTRIES, "");
  private final byte[] good = bundle(entries, Sample.LOG, note -> note);

  @Test
  void aGoodOnePassesEveryCheckAndSaysWhatItDoesNotProve() {
    BundleExam.Report report = exam(good, TRUSTED, null);
    assertThat(report.isValid()).isTrue();
    ChainReport chain = report.chains().get(0);
    assertThat(chain.checks())
        .extracting(Check::name, Check::status)
        .containsExactly(
            tuple("sequence", Status.PASS),
            tuple("links", Status.PASS),
            tuple("digests", Status.PASS),
            tuple("head", Status.PASS),
            tuple("tree", Status.PASS),
            tuple("signatures", Status.PASS),
            tuple("witnesses", Status.NOT_CHECKED));
    assertThat(chain.notProven())
        .containsExactly(
            "entries 37 to 39: no checkpoint covers them, they can be cut without a trace",
            "one history for all: without witnesses the log's key could sign another one for"
                + " others");
  }

  @Test
  void withoutATrustedKeyAuthorshipIsNotProven() {
    BundleExam.Report report = exam(good, List.of(), null);
    assertThat(report.isValid()).isTrue();
    assertThat(report.chains().get(0).notProven())
        .anyMatch(line -> line.startsWith("authorship: the key is the one that came along"));
  }

  @Test
  void everyFlippedBitIsFound() {
    var random = new Random(4);
    for (int i = 0; i < 1_000; i++) {
      byte[] bad = good.clone();
      int bit = random.nextInt(bad.length * 8);
      bad[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThat(exam(bad, TRUSTED, null).isValid()).as("bit %d", bit).isFalse();
    }
  }

  @Test
  void everyCutIsFoundAndSoIsWhatFollowsTheEnd() {
    for (int length = 0; length < good.length; length += 7) {
      assertThat(exam(Arrays.copyOf(good, length), TRUSTED, null).isValid())
          .as("cut to %d", length)
          .isFalse();
    }
    assertThat(exam(Arrays.copyOf(good, good.length + 1), TRUSTED, null).isValid()).isFalse();
    assertThat(exam(new byte[0], TRUSTED, null).file().detail())
        .isEqualTo("it does not start as a bundle of version 1 does");
  }

  /** Attacks by somebody who writes a whole new file, with a right digest at its end. */
  @Nested
  class Rewritten {
    @Test
    void aTailCutBehindTheCheckpointIsFoundByTheHeadAlone() {
      byte[] cut = bundle(entries.subList(0, ENTRIES - 1), Sample.LOG, note -> note);
      assertFails(cut, "head", "the head says 40 entries, here are 39");
    }

    @Test
    void aTailCutBeforeTheCheckpointIsFoundByItsTree() {
      byte[] cut = bundle(entries.subList(0, SIGNED - 1), Sample.LOG, note -> note);
      assertFails(cut, "tree", "a checkpoint is of 37 entries, here are 36: the tail was cut");
    }

    @Test
    void dropsSwapsAndDoublesAreFound() {
      for (int i = 0; i < 3; i++) {
        var bent = new ArrayList<>(entries);
        LedgerEntry first = bent.get(10);
        if (i == 0) {
          bent.remove(10);
        } else if (i == 1) {
          bent.set(10, bent.get(11));
          bent.set(11, first);
        } else {
          bent.add(10, first);
        }
        assertFails(bundle(bent, Sample.LOG, note -> note), "sequence", "stands where");
      }
    }

    @Test
    void anEditWithAllDigestsMadeAnewIsFoundByTheSignedTree() {
      byte[] other = bundle(chain(ENTRIES, "x"), Sample.LOG, note -> signedAsIf(entries));
      assertFails(other, "tree", "another root than was signed");
    }

    @Test
    void anotherKeyUnderTheSameNameIsFound() {
      byte[] other = bundle(chain(ENTRIES, "x"), Sample.STRANGER, note -> note);
      assertFails(other, "signatures", "no trusted key signed");
    }

    @Test
    void theWholeChainSignedAnewWithTheStolenKeyIsFoundByWitnessesAlone() throws Exception {
      TrustPolicy policy =
          PolicyFile.parse("witness w " + Sample.WITNESS.cosigner() + "\nquorum w\n");
      byte[] forged = bundle(chain(ENTRIES, "x"), Sample.LOG, note -> note);
      assertThat(exam(forged, TRUSTED, null).isValid()).as("nobody can see it").isTrue();
      BundleExam.Report report = exam(forged, TRUSTED, policy);
      assertThat(report.isValid()).isFalse();
      byte[] witnessed =
          bundle(entries, Sample.LOG, note -> note.with(Sample.WITNESS.cosign(note.text(), 5)));
      BundleExam.Report seen = exam(witnessed, TRUSTED, policy);
      assertThat(seen.isValid()).isTrue();
      assertThat(seen.chains().get(0).notProven())
          .contains("entries 37 to 39: no quorum of witnesses has seen them");
    }

    @Test
    void twoRootsOfOneSizeAreAFork() {
      byte[] both =
          write(
              Sample.LOG,
              out -> {
                out.chain(ORIGIN, 0, Chain.genesis(ORIGIN).digest(), List.of());
                out.checkpoint(signed(entries, SIGNED, Sample.LOG));
                out.checkpoint(signed(chain(ENTRIES, "x"), SIGNED, Sample.LOG));
                for (LedgerEntry entry : entries) {
                  out.entry(entry);
                }
              });
      assertFails(both, "tree", "two roots are signed for 37 entries: a fork");
    }

    private SignedNote signedAsIf(List<LedgerEntry> others) {
      return noteOf(others, SIGNED, Sample.LOG);
    }

    private void assertFails(byte[] bundle, String name, String detail) {
      BundleExam.Report report = exam(bundle, TRUSTED, null);
      assertThat(report.chains().get(0).checks())
          .filteredOn(check -> check.status() == Status.FAIL)
          .extracting(Check::name)
          .contains(name);
      assertThat(report.chains().get(0).checks())
          .filteredOn(check -> check.name().equals(name))
          .singleElement()
          .satisfies(check -> assertThat(check.detail()).contains(detail));
    }
  }

  @Test
  void aRangeStartsFromTheTreeBeforeIt() {
    var tree = new CompactRange();
    entries.subList(0, 20).forEach(entry -> tree.append(Chain.leaf(entry)));
    byte[] range =
        write(
            Sample.LOG,
            out -> {
              out.chain(ORIGIN, 20, entries.get(19).digest(), tree.subtrees());
              out.head(new Chain.Head(ENTRIES, entries.get(ENTRIES - 1).digest()));
              out.checkpoint(signed(entries, SIGNED, Sample.LOG));
              for (LedgerEntry entry : entries.subList(20, ENTRIES)) {
                out.entry(entry);
              }
            });
    BundleExam.Report report = exam(range, TRUSTED, null);
    assertThat(report.isValid()).isTrue();
    assertThat(report.chains().get(0).notProven()).contains("entries 0 to 19: they are not here");
  }

  @Test
  void whatIsParsedHashesToTheSame() {
    for (LedgerEntry entry : entries) {
      assertThat(Chain.parse(Chain.hashed(entry).toArray())).isEqualTo(entry);
    }
  }

  private interface Writing {
    void to(BundleWriter out) throws IOException;
  }

  private static byte[] write(SignerKey key, Writing writing) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new BundleWriter(bytes, List.of(key.verifier()))) {
      writing.to(out);
      out.end();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static byte[] bundle(
      List<LedgerEntry> some, SignerKey key, UnaryOperator<SignedNote> signing) {
    return write(
        key,
        out -> {
          out.chain(ORIGIN, 0, Chain.genesis(ORIGIN).digest(), List.of());
          out.head(new Chain.Head(ENTRIES, chainEnd(some)));
          out.checkpoint(signing.apply(noteOf(some, SIGNED, key)).toString().getBytes(UTF_8));
          for (LedgerEntry entry : some) {
            out.entry(entry);
          }
        });
  }

  private static Hash chainEnd(List<LedgerEntry> some) {
    return some.get(some.size() - 1).digest();
  }

  private static byte[] signed(List<LedgerEntry> of, int size, SignerKey key) {
    return noteOf(of, size, key).toString().getBytes(UTF_8);
  }

  private static SignedNote noteOf(List<LedgerEntry> of, int size, SignerKey key) {
    var tree = new CompactRange();
    of.stream().limit(size).forEach(entry -> tree.append(Chain.leaf(entry)));
    return SignedNote.sign(new Checkpoint(ORIGIN, size, tree.root()).text(), key);
  }

  private static List<LedgerEntry> chain(int size, String salt) {
    var chain = new ArrayList<LedgerEntry>();
    Chain.Head head = Chain.genesis(ORIGIN);
    for (int i = 0; i < size; i++) {
      Bytes payload = Bytes.copyOf((salt + "entry " + i).getBytes(UTF_8));
      LedgerEntry entry = head.next(EntryKind.VERDICT, Hash.sha256(new byte[] {1}), payload);
      chain.add(entry);
      head = head.after(entry);
    }
    return chain;
  }

  private static BundleExam.Report exam(
      byte[] bundle, List<VerifierKey> keys, @Nullable TrustPolicy policy) {
    try {
      return new BundleExam(keys, policy, done -> {}).run(new ByteArrayInputStream(bundle));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
