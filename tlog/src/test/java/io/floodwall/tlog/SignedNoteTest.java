package io.floodwall.tlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.floodwall.core.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Notes and keys, beside the vector that the Go implementation documents. */
class SignedNoteTest {
  private static final String SKEY =
      "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
  private static final String VKEY =
      "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
  private static final String TEXT =
      """
      If you think cryptography is the answer to your problem,
      then you don't know what your problem is.
      """;
  private static final String NOTE =
      TEXT
          + "\n"
          + "\u2014 PeterNeumann"
          + " x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

  @Nested
  class TheKnownVector {
    @Test
    void isSignedByteForByte() throws Exception {
      SignerKey key = SignerKey.parse(SKEY);
      assertThat(key.verifier()).hasToString(VKEY);
      assertThat(key.secretText()).isEqualTo(SKEY);
      assertThat(SignedNote.sign(TEXT, key)).hasToString(NOTE);
    }

    @Test
    void isVerified() throws Exception {
      VerifierKey key = VerifierKey.parse(VKEY);
      SignedNote note = SignedNote.parse(NOTE.getBytes(StandardCharsets.UTF_8));
      assertThat(note.text()).isEqualTo(TEXT);
      assertThat(note.verified(List.of(key))).containsExactly(key);
      assertThat(note).hasToString(NOTE);
    }
  }

  @Nested
  class Trust {
    private final SignedNote note = SignedNote.sign("text\n", Sample.LOG);

    @Test
    void signaturesOfStrangersAreIgnored() throws Exception {
      assertThat(note.verified(List.of(Sample.WITNESS.verifier()))).isEmpty();
      SignedNote both = note.with(Sample.STRANGER.sign("text\n"));
      assertThat(both.verified(List.of(Sample.LOG.verifier())))
          .containsExactly(Sample.LOG.verifier());
    }

    @Test
    void aFalseSignatureOfAKnownKeyCondemnsTheNote() {
      NoteSignature good = Sample.LOG.sign("text\n");
      byte[] bytes = good.bytes().toArray();
      bytes[10] ^= 1;
      SignedNote bad = note.with(new NoteSignature(good.name(), good.id(), Bytes.copyOf(bytes)));
      assertThatThrownBy(() -> bad.verified(List.of(Sample.LOG.verifier())))
          .isInstanceOf(UntrustedException.class)
          .hasMessage("the signature of floodwall/0 is false");
    }

    @Test
    void aNoteSignatureIsNoCosignatureAndTheOtherWayAround() throws Exception {
      SignedNote cosigned = note.with(Sample.WITNESS.cosign("text\n", 1_700_000_000));
      assertThat(cosigned.verified(List.of(Sample.WITNESS.verifier()))).isEmpty();
      assertThat(cosigned.verified(List.of(Sample.WITNESS.cosigner())))
          .containsExactly(Sample.WITNESS.cosigner());
      assertThat(cosigned.signatures().get(1).timeSeconds()).isEqualTo(1_700_000_000);
      assertThat(cosigned.signatures().get(1).line().length() + 1).isLessThan(140);
    }

    @Test
    void aCosignatureCountsForItsTimeAlone() {
      NoteSignature good = Sample.WITNESS.cosign("text\n", 1_700_000_000);
      byte[] bytes = good.bytes().toArray();
      bytes[7] ^= 1;
      SignedNote later = note.with(new NoteSignature(good.name(), good.id(), Bytes.copyOf(bytes)));
      assertThatThrownBy(() -> later.verified(Set.of(Sample.WITNESS.cosigner())))
          .isInstanceOf(UntrustedException.class);
    }
  }

  @Nested
  class HostileKeys {
    private static final String ZERO =
        "0000000000000000000000000000000000000000000000000000000000000000";

    @ParameterizedTest
    @ValueSource(
        strings = {
          ZERO,
          "0100000000000000000000000000000000000000000000000000000000000000",
          "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
          "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
          "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
          "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
          "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
        })
    void ofSmallOrderOrNoPointAtAllAreRefused(String hex) {
      assertThatThrownBy(() -> PublicKey.of(HexFormat.of().parseHex(hex)))
          .isInstanceOf(FormatException.class)
          .hasMessageContaining("not an Ed25519 public key of full order");
    }

    @Test
    void aSignatureWithLAddedIsNoSecondForm() {
      byte[] message = {1, 2, 3};
      SecretKey secret = secret();
      byte[] signature = secret.sign(message);
      assertThat(secret.publicKey().verifies(message, signature)).isTrue();
      assertThat(secret.publicKey().verifies(message, Mangled.plusOrder(signature))).isFalse();
      assertThat(secret.publicKey().verifies(message, new byte[64])).isFalse();
      assertThat(secret.publicKey().verifies(message, new byte[0])).isFalse();
    }

    private static SecretKey secret() {
      try {
        return SecretKey.of(new byte[32]);
      } catch (FormatException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @Nested
  class Malformed {
    @ParameterizedTest
    @ValueSource(
        strings = {
          "",
          "text",
          "text\n",
          "text\n\n",
          "text\n\n\u2014 name",
          "text\n\n\u2014 name \n",
          "text\n\n\u2014 name AAAA\n",
          "text\n\n\u2014 name AAAAAAB=\n",
          "text\n\n- name AAAAAAA=\n",
          "text\n\n\u2014 na+me AAAAAAA=\n",
          "text\n\n\u2014  AAAAAAA=\n",
          "te\rxt\n\n\u2014 name AAAAAAA=\n",
          "te\u0000xt\n\n\u2014 name AAAAAAA=\n"
        })
    void notesAreRefused(String text) {
      assertThatThrownBy(() -> SignedNote.parse(text)).isInstanceOf(FormatException.class);
    }

    @Test
    void notesThatAreNotUtf8OrTooLargeAreRefused() {
      assertThatThrownBy(() -> SignedNote.parse(new byte[] {'a', (byte) 0xff, '\n'}))
          .hasMessageContaining("UTF-8");
      assertThatThrownBy(() -> SignedNote.parse(new byte[SignedNote.BYTES_MAX + 1]))
          .hasMessageContaining("at most 65536 bytes");
      String line = Sample.LOG.sign("t\n").line() + "\n";
      assertThatThrownBy(() -> SignedNote.parse("t\n\n" + line.repeat(65)))
          .hasMessageContaining("1 to 64 signatures");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "",
          "name",
          "name+c74f20a3",
          "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
          "PeterNeuman+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
          "PeterNeumann+c74f20a3+AhpZ2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
          "PeterNeumann+c74f20a3+ARpc",
          "Peter Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
        })
    void keysAreRefused(String vkey) {
      assertThatThrownBy(() -> VerifierKey.parse(vkey)).isInstanceOf(FormatException.class);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "SECRETWORD",
          "PRIVATE+KEY+SECRETWORD",
          "PRIVATE+KEY+a+c74f20a3+SECRETWORD",
          "PRIVATE+KEY+PeterNeumann+c74f20a4+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz",
          "PRIVATE+KEY+PeterNeumann+c74f20a3+AoEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
        })
    void secretKeysAreRefusedAndNotRepeated(String skey) {
      assertThatThrownBy(() -> SignerKey.parse(skey))
          .isInstanceOf(FormatException.class)
          .message()
          .doesNotContain("SECRETWORD")
          .doesNotContain("EKFALV");
    }
  }

  @Test
  void aSecretKeyShowsOnlyItsPublicHalf() {
    assertThat(Sample.LOG.toString())
        .contains(Sample.LOG.verifier().toString())
        .doesNotContain("PRIVATE");
    assertThat(Sample.LOG.secretText()).startsWith("PRIVATE+KEY+floodwall/0+");
  }
}
