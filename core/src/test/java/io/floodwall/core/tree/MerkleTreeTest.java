package io.floodwall.core.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.floodwall.core.Bytes;
import io.floodwall.core.Hash;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The tree against RFC 6962's own definition, and against proofs that want to deceive. */
class MerkleTreeTest {
  private static final int EVERY_SIZE_TO = 2_000;

  /** The eight entries and roots that Certificate Transparency's own tests use. */
  @Nested
  class KnownRoots {
    private static final List<String> ENTRIES =
        List.of(
            "",
            "00",
            "10",
            "2021",
            "3031",
            "40414243",
            "5051525354555657",
            "606162636465666768696a6b6c6d6e6f");
    private static final List<String> ROOTS =
        List.of(
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

    @Test
    void areReached() {
      var range = new CompactRange();
      assertThat(range.root().hex()).isEqualTo(ROOTS.get(0));
      for (int i = 0; i < ENTRIES.size(); i++) {
        range.append(MerkleHash.leaf(Bytes.copyOf(HexFormat.of().parseHex(ENTRIES.get(i)))));
        assertThat(range.root().hex()).isEqualTo(ROOTS.get(i + 1));
      }
    }
  }

  @Nested
  class EverySize {
    @Test
    void hasTheRootOfTheDefinition() {
      var grove = new Grove();
      for (int size = 0; size <= EVERY_SIZE_TO; size++) {
        Hash root = grove.naive(size).root();
        assertThat(grove.range.root()).isEqualTo(root);
        assertThat(grove.tiled.root()).isEqualTo(root);
        assertThat(grove.range.subtrees()).hasSize(Integer.bitCount(size));
        grove.grow();
      }
    }

    @Test
    void isBuiltAgainFromItsTilesAndGrowsOnTheSame() {
      Grove grove = Grove.of(1_100);
      for (int size = 0; size <= 1_100; size += 7) {
        var restored = TiledTree.restored(size, grove);
        assertThat(restored.root()).isEqualTo(grove.naive(size).root());
        for (int i = size; i < Math.min(size + 300, 1_100); i++) {
          restored.append(
              grove.leaves.get(i), (id, tile) -> assertThat(tile).isEqualTo(grove.full.get(id)));
        }
        assertThat(restored.root()).isEqualTo(grove.naive(Math.min(size + 300, 1_100)).root());
      }
    }

    @Test
    void hasTheTilesThatTheSpecificationCounts() {
      Grove grove = Grove.of(70_000);
      var partial = new ArrayList<String>();
      grove.tiled.partial((id, tile) -> partial.add(id + " " + tile.width()));
      assertThat(grove.full.keySet().stream().filter(id -> id.level() == 0)).hasSize(273);
      assertThat(grove.full.keySet().stream().filter(id -> id.level() == 1)).hasSize(1);
      assertThat(partial).containsExactly("0/273 112", "1/1 17", "2/0 1");
      assertThat(new TileId(0, 273).width(70_000)).isEqualTo(112);
      assertThat(new TileId(0, 272).width(70_000)).isEqualTo(256);
      assertThat(new TileId(0, 274).width(70_000)).isZero();
    }
  }

  @Nested
  class Paths {
    @Test
    void areThoseOfTheSpecification() {
      assertThat(new TileId(0, 1_234_067).path(256)).isEqualTo("tile/0/x001/x234/067");
      assertThat(new TileId(1, 1_000).path(256)).isEqualTo("tile/1/x001/000");
      assertThat(new TileId(2, 0).path(17)).isEqualTo("tile/2/000.p/17");
    }

    @Test
    void ofTilesThatCannotBeAreRefused() {
      assertThatThrownBy(() -> new TileId(-1, 0)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> new TileId(8, 0)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> new TileId(0, -1)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> Tile.of(new byte[0])).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> Tile.of(new byte[33])).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> Tile.of(new byte[257 * 32]))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Nested
  class HostileProofs {
    private final Grove grove = Grove.of(300);
    private final Hash root = grove.naive(300).root();

    @Test
    void anEmptyPathIsNotAOneLeafTreeUnlessTheTreeHasOneLeaf() {
      Hash leaf = grove.leaves.get(0);
      assertThat(new InclusionProof(0, 1, List.of()).proves(leaf, leaf)).isTrue();
      assertThat(new InclusionProof(0, 300, List.of()).proves(leaf, leaf)).isFalse();
      assertThat(new InclusionProof(0, 300, List.of()).proves(root, root)).isFalse();
    }

    @Test
    void numbersThatCannotBeAreRefused() {
      List<Hash> path = grove.proofs(300).inclusion(5, 300).path();
      Hash leaf = grove.leaves.get(5);
      for (long index : new long[] {-1, 300, 301, Long.MAX_VALUE, Long.MIN_VALUE}) {
        assertThat(new InclusionProof(index, 300, path).proves(leaf, root)).isFalse();
      }
      for (long size : new long[] {0, -1, 5, Long.MIN_VALUE, Long.MAX_VALUE}) {
        assertThat(new InclusionProof(5, size, path).proves(leaf, root)).isFalse();
        assertThat(new ConsistencyProof(size, 300, path).proves(leaf, root)).isFalse();
        assertThat(new ConsistencyProof(7, size, path).proves(leaf, root)).isFalse();
      }
    }

    @Test
    void aPathTooLongOrTooShortIsRefusedWhateverItHolds() {
      List<Hash> path = grove.proofs(300).inclusion(5, 300).path();
      Hash leaf = grove.leaves.get(5);
      for (int length = 0; length < 2 * path.size(); length++) {
        var wrong = new ArrayList<>(path.subList(0, Math.min(length, path.size())));
        wrong.addAll(Collections.nCopies(length - wrong.size(), root));
        assertThat(new InclusionProof(5, 300, wrong).proves(leaf, root))
            .isEqualTo(length == path.size());
      }
      assertThat(new InclusionProof(5, 300, Collections.nCopies(100_000, root)).proves(leaf, root))
          .isFalse();
    }

    @Test
    void theEmptyTreeIsConsistentWithAllAndNothingElseWithIt() {
      assertThat(new ConsistencyProof(0, 300, List.of()).proves(MerkleHash.EMPTY, root)).isTrue();
      assertThat(new ConsistencyProof(0, 300, List.of()).proves(root, root)).isFalse();
      assertThat(new ConsistencyProof(0, 300, List.of(root)).proves(MerkleHash.EMPTY, root))
          .isFalse();
      assertThat(new ConsistencyProof(0, 0, List.of()).proves(MerkleHash.EMPTY, MerkleHash.EMPTY))
          .isTrue();
      assertThat(new ConsistencyProof(0, 0, List.of()).proves(MerkleHash.EMPTY, root)).isFalse();
    }

    @Test
    void theSameSizeIsConsistentWithItselfAlone() {
      Hash other = grove.naive(299).root();
      assertThat(new ConsistencyProof(300, 300, List.of()).proves(root, root)).isTrue();
      assertThat(new ConsistencyProof(300, 300, List.of()).proves(other, root)).isFalse();
      assertThat(new ConsistencyProof(300, 300, List.of(root)).proves(root, root)).isFalse();
      assertThat(new ConsistencyProof(300, 299, List.of()).proves(root, other)).isFalse();
    }

    @Test
    void aNodeIsNotAnEntry() {
      Hash left = grove.leaves.get(0);
      Hash right = grove.leaves.get(1);
      byte[] both = new byte[64];
      left.copyTo(both, 0);
      right.copyTo(both, 32);
      assertThat(MerkleHash.leaf(Bytes.copyOf(both))).isNotEqualTo(MerkleHash.node(left, right));
    }
  }

  @Test
  void whatIsNotInTheTreeHasNoProof() {
    Grove grove = Grove.of(10);
    assertThatThrownBy(() -> grove.proofs(10).inclusion(10, 10))
        .hasMessageContaining("entry 10 is not in a tree of 10");
    assertThatThrownBy(() -> grove.proofs(10).consistency(11, 10))
        .hasMessageContaining("a tree of 10 has no part of 11");
    assertThatThrownBy(() -> grove.proofs(300).root(300)).isInstanceOf(MissingTileException.class);
    assertThatThrownBy(() -> new CompactRange(3, List.of(MerkleHash.EMPTY)))
        .hasMessageContaining("3 entries does not have 1 complete subtrees");
  }
}
