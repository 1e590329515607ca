package io.floodwall.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class BytesAndHashTest {
  private static final String ABC_SHA256 =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  @Nested
  class BytesAre {
    @Test
    void comparedByValue() {
      assertThat(Bytes.copyOf(utf8("abc")))
          .isEqualTo(Bytes.copyOf(utf8("abc")))
          .hasSameHashCodeAs(Bytes.copyOf(utf8("abc")))
          .isNotEqualTo(Bytes.copyOf(utf8("abd")))
          .hasToString("616263");
      assertThat(Bytes.copyOfTail(utf8("xxabc"), 2)).isEqualTo(Bytes.copyOf(utf8("abc")));
      assertThat(Bytes.EMPTY.length()).isZero();
    }

    @Test
    void changedByNobody() {
      byte[] given = utf8("abc");
      Bytes bytes = Bytes.copyOf(given);
      given[0] = 'x';
      bytes.toArray()[1] = 'x';
      assertThat(bytes).isEqualTo(Bytes.copyOf(utf8("abc")));
      assertThat(bytes.asBuffer().isReadOnly()).isTrue();
    }
  }

  @Nested
  class AHashIs {
    @Test
    void thatOfAllItsPartsTogether() {
      assertThat(Hash.sha256(utf8("abc")).hex()).isEqualTo(ABC_SHA256);
      assertThat(Hash.sha256(utf8("a"), utf8(""), utf8("bc"))).hasToString(ABC_SHA256);
      assertThat(Hash.sha256(utf8("xabcx"), 1, 3)).isEqualTo(Hash.ofHex(ABC_SHA256));
      assertThat(Bytes.copyOf(utf8("abc")).sha256().prefix()).isEqualTo(0xba7816bf8f01cfeaL);
    }

    @Test
    void thirtyTwoBytesThatNobodyChanges() {
      assertThatThrownBy(() -> Hash.of(new byte[31])).hasMessageContaining("32 bytes, got 31");
      assertThatThrownBy(() -> Hash.ofHex("xy")).isInstanceOf(IllegalArgumentException.class);
      Hash hash = Hash.ofHex(ABC_SHA256);
      hash.toBytes()[0] = 0;
      assertThat(hash).isEqualTo(Hash.ofHex(ABC_SHA256)).hasSameHashCodeAs(Hash.ofHex(ABC_SHA256));
      var out = ByteBuffer.allocate(32);
      hash.writeTo(out);
      assertThat(out.array()).isEqualTo(hash.toBytes());
    }
  }

  @Test
  void everyReasonSaysWhatHappenedAndWhatToDo() {
    assertThat(Reason.values())
        .allSatisfy(
            reason -> {
              assertThat(reason.meaning()).isNotBlank();
              assertThat(reason.next()).isNotBlank();
            })
        .extracting(Reason::meaning)
        .doesNotHaveDuplicates();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
