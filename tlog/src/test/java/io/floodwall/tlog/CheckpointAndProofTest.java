package io.floodwall.tlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.floodwall.core.Bytes;
import io.floodwall.core.Hash;
import io.floodwall.core.tree.MerkleHash;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checkpoints and receipts: their text, their trust, and what hostile ones run into. */
class CheckpointAndProofTest {
  private static final TrustPolicy POLICY = TrustPolicy.of(List.of(Sample.LOG.verifier()));
  private static final String ROOT = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=";

  @Nested
  class Checkpoints {
    @Test
    void areTheLinesOfTheSpecification() throws Exception {
      String text = "example.com/behind-the-sofa\n20852163\n" + ROOT + "\n";
      Checkpoint parsed = Checkpoint.parse(text);
      assertThat(parsed.origin()).isEqualTo("example.com/behind-the-sofa");
      assertThat(parsed.size()).isEqualTo(20_852_163);
      assertThat(parsed.text()).isEqualTo(text);
      assertThat(Checkpoint.parse(text + "more\n").extensions()).containsExactly("more");
      assertThat(Checkpoint.parse(text + "more\n").text()).isEqualTo(text + "more\n");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "",
          "\n",
          "o\n1\n",
          "o\n1\n" + ROOT,
          "\n1\n" + ROOT + "\n",
          "o\n01\n" + ROOT + "\n",
          "o\n-1\n" + ROOT + "\n",
          "o\n+1\n" + ROOT + "\n",
          "o\n9223372036854775808\n" + ROOT + "\n",
          "o\n99999999999999999999\n" + ROOT + "\n",
          "o\n1\nAAAA\n",
          "o\n1\n" + "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2J=" + "\n",
          "o\n1\n" + ROOT + "\n\nx\n",
          "o\u0007\n1\n" + ROOT + "\n"
        })
    void malformedAreRefused(String text) {
      assertThatThrownBy(() -> Checkpoint.parse(text)).isInstanceOf(FormatException.class);
    }

    @Test
    void anOriginWithANewlineCannotBeMade() {
      assertThatThrownBy(() -> new Checkpoint("a\n5", 1, Sample.ROOT))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Nested
  class Proofs {
    @Test
    void areReadAsTheyWereWritten() throws Exception {
      String text = Sample.proof().toString();
      assertThat(text).startsWith("c2sp.org/tlog-proof@v1\nextra ").contains("\nindex 2\n");
      TlogProof read = TlogProof.parse(text.getBytes(StandardCharsets.UTF_8));
      assertThat(read).isEqualTo(Sample.proof());
      assertThat(read.verify(Sample.LEAF, POLICY)).isEqualTo(Sample.checkpoint());
    }

    @Test
    void proveNothingOfAnotherLeafOrIndex() {
      assertThatThrownBy(() -> Sample.proof().verify(MerkleHash.EMPTY, POLICY))
          .isInstanceOf(UntrustedException.class)
          .hasMessageContaining("not at index 2");
      for (long index : new long[] {0, 1, 3, Long.MAX_VALUE}) {
        var moved = new TlogProof(Bytes.EMPTY, index, Sample.proof().path(), Sample.proof().note());
        assertThatThrownBy(() -> moved.verify(Sample.LEAF, POLICY))
            .isInstanceOf(UntrustedException.class);
      }
    }

    @Test
    void ofAnotherOriginOrKeyAreNotTrusted() {
      TrustPolicy other = TrustPolicy.of(List.of(Sample.STRANGER.verifier()));
      assertThatThrownBy(() -> Sample.proof().verify(Sample.LEAF, other))
          .hasMessage("no trusted key of floodwall/0 signed it");
      TrustPolicy elsewhere = TrustPolicy.of(List.of(Sample.WITNESS.verifier()));
      assertThatThrownBy(() -> Sample.proof().verify(Sample.LEAF, elsewhere))
          .hasMessage("no trusted key is named floodwall/0");
    }

    @Test
    void everyFlippedBitOfTheTextIsNoticed() {
      byte[] good = Sample.proof().toString().getBytes(StandardCharsets.UTF_8);
      var unnoticed = new ArrayList<Integer>();
      for (int bit = 0; bit < good.length * 8; bit++) {
        byte[] bad = good.clone();
        bad[bit / 8] ^= (byte) (1 << bit % 8);
        try {
          TlogProof read = TlogProof.parse(bad);
          Checkpoint in = read.verify(Hash.of(read.extra().toArray()), POLICY);
          unnoticed.add(bit + (int) in.size());
        } catch (FormatException | UntrustedException | IllegalArgumentException e) {
          assertThat(e).hasMessageNotContaining("null");
        }
      }
      assertThat(unnoticed).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "",
          "c2sp.org/tlog-proof@v2\nindex 0\n\n",
          "c2sp.org/tlog-proof@v1\n\n",
          "c2sp.org/tlog-proof@v1\nindex 00\n\n",
          "c2sp.org/tlog-proof@v1\nindex 9223372036854775808\n\n",
          "c2sp.org/tlog-proof@v1\nextra \nindex 0\n\n",
          "c2sp.org/tlog-proof@v1\nindex 0\nextra AAAA\n\n",
          "c2sp.org/tlog-proof@v1\nindex 0\nAAAA\n\n",
          "c2sp.org/tlog-proof@v1\nindex 0\n\n",
          "c2sp.org/tlog-proof@v1\r\nindex 0\n\n"
        })
    void malformedAreRefused(String text) {
      assertThatThrownBy(() -> TlogProof.parse(text)).isInstanceOf(FormatException.class);
    }

    @Test
    void tooLongAreRefusedBeforeWork() {
      String hashes = (ROOT + "\n").repeat(64);
      assertThatThrownBy(() -> TlogProof.parse("c2sp.org/tlog-proof@v1\nindex 0\n" + hashes + "\n"))
          .hasMessageContaining("at most 63 hashes, this has 64");
      assertThatThrownBy(() -> TlogProof.parse(new byte[TlogProof.BYTES_MAX + 1]))
          .hasMessageContaining("at most 524288 bytes");
    }

    @Test
    void areSmallAtAMillionEntries() {
      var proof =
          new TlogProof(
              Bytes.copyOf(new byte[33]),
              999_999,
              Collections.nCopies(20, Sample.ROOT),
              SignedNote.sign(
                  new Checkpoint("floodwall/0", 1_000_000, Sample.ROOT).text(), Sample.LOG));
      assertThat(proof.toString().getBytes(StandardCharsets.UTF_8).length).isLessThan(1_200);
    }
  }
}
