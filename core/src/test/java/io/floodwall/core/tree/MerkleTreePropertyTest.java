package io.floodwall.core.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.floodwall.core.Hash;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** Proofs of random trees: those of the definition are made, they hold, and changed ones do not. */
class MerkleTreePropertyTest {
  private static final Grove GROVE = Grove.of(70_000);
  private static final int SMALL = 2_000;

  @Property(tries = 1_000)
  void inclusionIsThatOfTheDefinitionAndHolds(
      @ForAll @IntRange(min = 1, max = SMALL) int size, @ForAll @IntRange(max = SMALL) int any) {
    int index = any % size;
    InclusionProof proof = GROVE.proofs(size).inclusion(index, size);
    assertThat(proof.path()).isEqualTo(GROVE.naive(size).path(index));
    assertThat(proof.proves(GROVE.leaves.get(index), GROVE.naive(size).root())).isTrue();
  }

  @Property(tries = 1_000)
  void consistencyIsThatOfTheDefinitionAndHolds(
      @ForAll @IntRange(min = 1, max = SMALL) int size, @ForAll @IntRange(max = SMALL) int any) {
    int first = any % (size + 1);
    ConsistencyProof proof = GROVE.proofs(size).consistency(first, size);
    assertThat(proof.path()).isEqualTo(first == 0 ? List.of() : GROVE.naive(size).proof(first));
    assertThat(proof.proves(GROVE.naive(first).root(), GROVE.naive(size).root())).isTrue();
  }

  @Property(tries = 300)
  void largerTreesProveTheirEntriesAndTheirPast(
      @ForAll @IntRange(min = SMALL, max = 70_000) int size,
      @ForAll @IntRange(max = 69_999) int any) {
    Hash root = GROVE.proofs(size).root(size);
    int index = any % size;
    assertThat(GROVE.proofs(size).inclusion(index, size).proves(GROVE.leaves.get(index), root))
        .isTrue();
    Hash earlier = GROVE.proofs(index).root(index);
    assertThat(GROVE.proofs(size).consistency(index, size).proves(earlier, root)).isTrue();
  }

  @Property(tries = 1_000)
  void anyChangeOfAProofOrOfWhatItProvesIsRefused(
      @ForAll @IntRange(min = 2, max = SMALL) int size,
      @ForAll @IntRange(max = SMALL) int any,
      @ForAll long seed) {
    var random = new Random(seed);
    int index = any % size;
    Hash root = GROVE.proofs(size).root(size);
    Hash leaf = GROVE.leaves.get(index);
    InclusionProof good = GROVE.proofs(size).inclusion(index, size);
    var bent = new ArrayList<>(good.path());
    int place = random.nextInt(bent.size());
    bent.set(place, flipped(bent.get(place), random));
    assertThat(new InclusionProof(index, size, bent).proves(leaf, root)).isFalse();
    assertThat(good.proves(flipped(leaf, random), root)).isFalse();
    assertThat(good.proves(leaf, flipped(root, random))).isFalse();
    int other = (index + 1 + random.nextInt(size - 1)) % size;
    assertThat(new InclusionProof(other, size, good.path()).proves(leaf, root)).isFalse();
  }

  @Property(tries = 1_000)
  void anyChangeOfAConsistencyProofIsRefused(
      @ForAll @IntRange(min = 3, max = SMALL) int size,
      @ForAll @IntRange(max = SMALL) int any,
      @ForAll long seed) {
    var random = new Random(seed);
    int first = 1 + any % (size - 1);
    Hash before = GROVE.proofs(first).root(first);
    Hash after = GROVE.proofs(size).root(size);
    ConsistencyProof good = GROVE.proofs(size).consistency(first, size);
    var bent = new ArrayList<>(good.path());
    int place = random.nextInt(bent.size());
    bent.set(place, flipped(bent.get(place), random));
    assertThat(new ConsistencyProof(first, size, bent).proves(before, after)).isFalse();
    assertThat(good.proves(flipped(before, random), after)).isFalse();
    assertThat(good.proves(before, flipped(after, random))).isFalse();
  }

  @Property(tries = 1_000)
  void sizesUpToTheLargestAnswerAtOnce(
      @ForAll @LongRange(min = 1) long size, @ForAll @LongRange(min = 0) long any) {
    long index = any % size;
    int length = InclusionProof.length(index, size);
    assertThat(length).isBetween(0, 63);
    List<Hash> path = java.util.Collections.nCopies(length, MerkleHash.EMPTY);
    assertThat(new InclusionProof(index, size, path).proves(MerkleHash.EMPTY, MerkleHash.EMPTY))
        .isEqualTo(size == 1);
  }

  private static Hash flipped(Hash hash, Random random) {
    byte[] bytes = hash.toBytes();
    bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    return Hash.of(bytes);
  }
}
