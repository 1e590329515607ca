package io.floodwall.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.floodwall.core.Bytes;
import io.floodwall.core.Hash;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The bytes of {@code docs/ledger-format.md}; its vectors were computed apart from this code. */
class ChainTest {
  private static final Hash ZERO = Hash.of(new byte[32]);
  private static final Hash SCHEMA = Hash.sha256(utf8("schema").toArray());

  @Nested
  class GoldenVectors {
    @ParameterizedTest
    @CsvSource({
      "floodwall/0, 3675e44cf96fbaad1bd44b17e2a1fd64a443daa75f0bf1ead78fd906556b9836",
      "memory/0, 9db762eed7b70bb02a14677456132a3843b728201d712b0fabf17df573e70738",
      "Ünïcode/7, b1594b439f70f318e9fd37e59d19427e3a4867cbbcce9fc0056996ef1d156d87",
      "'', 0f9937d1fa32efa8bab493c0e0276c5b6da1268b06eab6d29eaf036eb61ed58f"
    })
    void aChainStartsFromItsOrigin(String origin, String digest) {
      assertThat(Chain.genesis(origin)).isEqualTo(new Chain.Head(0, Hash.ofHex(digest)));
    }

    @Test
    void everyKindOfEntryHasItsDigest() {
      Chain.Head head = Chain.genesis("floodwall/0");
      head =
          appended(
              head,
              EntryKind.VERDICT,
              SCHEMA,
              utf8("hello"),
              "3b8823f0b2d7c2bb5b6ff78b1c5cf05898c5285126684692398a4878dcb4c9bb");
      head =
          appended(
              head,
              EntryKind.REFUSALS,
              SCHEMA,
              Bytes.EMPTY,
              "479f23e4489468b2a8fe30e13e9ffb8ea5a1c9b2f8aae097dfda9fa063311352");
      byte[] everyByte = new byte[256];
      for (int i = 0; i < everyByte.length; i++) {
        everyByte[i] = (byte) i;
      }
      head =
          appended(
              head,
              EntryKind.BUNDLE,
              SCHEMA,
              Bytes.copyOf(everyByte),
              "cd80f6f63822f5edf633e215919047d4a4b1b4c2ef64cbb1daaa3e587b13388e");
      head =
          appended(
              head,
              EntryKind.CONTROL,
              ZERO,
              utf8("é"),
              "7617b5d6c7e4b0b82613448b886796fcaa7a61f4f82aeb0915c3ffb0fa774423");
      head =
          appended(
              head,
              EntryKind.OUTCOME,
              SCHEMA,
              utf8("done"),
              "4183e39e27229321538ad3a9117898237855059af1fb71b1275cb02ba3ed33b4");
      assertThat(head.size()).isEqualTo(5);
    }

    @Test
    void theLastEntryThatFitsHasItsDigest() {
      byte[] ones = new byte[32];
      Arrays.fill(ones, (byte) 0xFF);
      assertThat(
              Chain.digest(
                  Hash.of(ones),
                  LedgerEntry.SEQ_MAX,
                  EntryKind.VERDICT,
                  ZERO,
                  utf8("x".repeat(1_000))))
          .isEqualTo(
              Hash.ofHex("d02201d1fe41cea6e67ba77dc6705e11ddb55722abec3e4ad623c72eb8099433"));
    }

    private Chain.Head appended(
        Chain.Head head, EntryKind kind, Hash schema, Bytes payload, String digest) {
      LedgerEntry entry = head.next(kind, schema, payload);
      assertThat(entry.digest()).isEqualTo(Hash.ofHex(digest));
      assertThat(entry.seq()).isEqualTo(head.size());
      assertThat(entry.prev()).isEqualTo(head.digest());
      assertThat(entry.isSound()).isTrue();
      return head.after(entry);
    }
  }

  @Nested
  class EveryField {
    private final LedgerEntry entry =
        Chain.genesis("floodwall/0").next(EntryKind.VERDICT, SCHEMA, utf8("payload"));

    @Test
    void isCoveredByTheDigest() {
      assertUnsound(entry.seq() + 1, entry.prev(), entry.kind(), entry.schema(), entry.payload());
      assertUnsound(entry.seq(), ZERO, entry.kind(), entry.schema(), entry.payload());
      assertUnsound(entry.seq(), entry.prev(), EntryKind.CONTROL, entry.schema(), entry.payload());
      assertUnsound(entry.seq(), entry.prev(), entry.kind(), ZERO, entry.payload());
      assertUnsound(entry.seq(), entry.prev(), entry.kind(), entry.schema(), utf8("payloae"));
      assertUnsound(entry.seq(), entry.prev(), entry.kind(), entry.schema(), utf8("payload\0"));
      assertUnsound(entry.seq(), entry.prev(), entry.kind(), entry.schema(), Bytes.EMPTY);
    }

    private void assertUnsound(long seq, Hash prev, EntryKind kind, Hash schema, Bytes payload) {
      assertThat(new LedgerEntry(seq, prev, entry.digest(), kind, schema, payload).isSound())
          .isFalse();
    }
  }

  @Nested
  class Keys {
    @Test
    void sortAsTheNumbersInThem() {
      assertThat(LedgerEntry.key(0, 0)).isEqualTo("0/0000000000000000");
      assertThat(LedgerEntry.key(11, 42)).isEqualTo("11/0000000000000042");
      assertThat(LedgerEntry.key(3, LedgerEntry.SEQ_MAX)).isEqualTo("3/9999999999999999");
      assertThat(LedgerEntry.key(3, 99)).isLessThan(LedgerEntry.key(3, 100));
    }

    @ParameterizedTest
    @CsvSource({"-1", "10000000000000000", "9223372036854775807"})
    void holdSixteenDigitsAndNoMore(long seq) {
      assertThatThrownBy(
              () -> new LedgerEntry(seq, ZERO, ZERO, EntryKind.VERDICT, ZERO, Bytes.EMPTY))
          .hasMessage("seq must be 0..9999999999999999, got " + seq);
    }
  }

  @Test
  void kindsKeepTheirCodes() {
    assertThat(EntryKind.values()).extracting(EntryKind::code).containsExactly(1, 2, 3, 4, 5);
  }

  @Test
  void anOriginIsANameAndAPartition() {
    assertThat(Chain.origin("floodwall", 7)).isEqualTo("floodwall/7");
  }

  private static Bytes utf8(String text) {
    return Bytes.copyOf(text.getBytes(StandardCharsets.UTF_8));
  }
}
