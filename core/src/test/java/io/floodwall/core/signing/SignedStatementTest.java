package io.floodwall.core.signing;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.floodwall.core.Bytes;
import io.floodwall.core.Hash;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The golden bytes were laid out by another program, from docs/clients.md. */
class SignedStatementTest {
  private static final SignedStatement STATEMENT =
      new SignedStatement(
          "floodwall.intents",
          "default",
          "agent-\u00fc",
          "change-1",
          Hash.sha256("digest".getBytes(US_ASCII)));

  private static final String GOLDEN =
      "00000013666c6f6f6477616c6c2e696e74656e742e7631"
          + "00000011666c6f6f6477616c6c2e696e74656e7473"
          + "0000000764656661756c74"
          + "000000086167656e742dc3bc"
          + "000000086368616e67652d31"
          + "000000200bf474896363505e5ea5e5d6ace8ebfb13a760a409b1fb467d428fc716f9f284";

  private static final SignatureHeader HEADER =
      new SignatureHeader("0123456789abcdef", Bytes.copyOf(filled(64)), STATEMENT);

  @Test
  void statementHasItsGoldenBytes() {
    assertThat(HexFormat.of().formatHex(STATEMENT.toBytes())).isEqualTo(GOLDEN);
  }

  @Test
  void headerHasItsGoldenBytesAndComesBack() {
    byte[] bytes = HEADER.toBytes();

    assertThat(HexFormat.of().formatHex(bytes))
        .isEqualTo("01" + "0123456789abcdef" + "07".repeat(64) + GOLDEN);
    assertThat(SignatureHeader.parse(bytes)).isEqualTo(HEADER);
  }

  @Test
  void noCutOfAHeaderIsOneNorIsOneWithAByteMore() {
    byte[] bytes = HEADER.toBytes();
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatIllegalArgumentException().isThrownBy(() -> SignatureHeader.parse(cut));
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SignatureHeader.parse(Arrays.copyOf(bytes, bytes.length + 1)))
        .withMessage("1 bytes follow the statement");
  }

  @Test
  void lengthsThatLieAllocateNothing() {
    for (int at : new int[] {73, 96, 117, 128, 140}) {
      for (int lie : new int[] {0x7f, 0x80, 0xff}) {
        byte[] bytes = HEADER.toBytes();
        bytes[at] = (byte) lie;
        assertThatIllegalArgumentException().isThrownBy(() -> SignatureHeader.parse(bytes));
      }
    }
  }

  @Test
  void otherVersionsTagsAndTextsThatAreNotUtf8AreRefused() {
    for (int at : new int[] {0, 77, 131}) {
      byte[] bytes = HEADER.toBytes();
      bytes[at] = (byte) 0xff;
      assertThatIllegalArgumentException().isThrownBy(() -> SignatureHeader.parse(bytes));
    }
  }

  private static byte[] filled(int count) {
    byte[] bytes = new byte[count];
    Arrays.fill(bytes, (byte) 7);
    return bytes;
  }
}
