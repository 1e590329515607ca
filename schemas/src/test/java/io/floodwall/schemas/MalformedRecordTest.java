package io.floodwall.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.floodwall.core.Bytes;
import io.floodwall.core.Hash;
import io.floodwall.core.Reason;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes of every bad kind are refused with a reason, at once, and cost next to no memory. */
@Timeout(60)
class MalformedRecordTest {
  private static final int INTENT = 1;
  private static final int WAITING = 3;
  private static final int CONTROL = 9;
  private static final int REFUSAL_BATCH = 10;

  private final Codecs codecs = Codecs.pinned();

  static Stream<Samples.Sample<?>> samples() {
    return Samples.all().stream();
  }

  @Test
  void nothingAtAllIsAnEmptyRecord() {
    assertThat(refused(codecs.intent(), null).reason()).isEqualTo(Reason.EMPTY_RECORD);
    assertThat(refused(codecs.intent(), new byte[0]).reason()).isEqualTo(Reason.EMPTY_RECORD);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void lessThanAFrameIsMalformed(int length) {
    assertThat(refused(codecs.intent(), new byte[length]))
        .hasMessage("the value has " + length + " bytes, the framing alone has 5")
        .extracting(MalformedRecordException::reason)
        .isEqualTo(Reason.MALFORMED);
  }

  @Test
  void aFrameAloneIsMalformed() {
    assertThat(refused(codecs.intent(), Framing.header(INTENT)))
        .hasMessage("does not decode as Intent: the value ends too early at byte 5");
  }

  @Test
  void anotherMagicIsMalformed() {
    byte[] bytes = codecs.intent().encode(Samples.FULL_INTENT);
    bytes[0] = 1;

    assertThat(refused(codecs.intent(), bytes))
        .hasMessage("byte 0 must be 0x00, the magic of the framing, got 0x01")
        .extracting(MalformedRecordException::reason)
        .isEqualTo(Reason.MALFORMED);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 99, -1, Integer.MIN_VALUE, Integer.MAX_VALUE})
  void anUnknownSchemaIdHasAReasonOfItsOwn(int id) {
    assertThat(refused(codecs.intent(), WireBytes.framed(id).text("x").toBytes()))
        .hasMessage("schema id " + id + " at byte 1 is not known")
        .extracting(MalformedRecordException::reason)
        .isEqualTo(Reason.UNKNOWN_SCHEMA);
  }

  @Test
  void anUnknownFingerprintHasAReasonOfItsOwn() {
    MalformedRecordException refused =
        catchThrowableOfType(
            MalformedRecordException.class,
            () -> codecs.intent().decodePayload(Hash.sha256(new byte[0]), Bytes.EMPTY));

    assertThat(refused.reason()).isEqualTo(Reason.UNKNOWN_SCHEMA);
  }

  @Test
  void anotherRecordIsMalformedHoweverWellItDecodes() {
    byte[] waiting = WireBytes.framed(WAITING).toBytes();

    assertThat(refused(codecs.intent(), waiting))
        .hasMessage("the value is framed as Waiting where Intent belongs");
  }

  @ParameterizedTest
  @MethodSource("samples")
  void everyTruncationIsMalformed(Samples.Sample<?> sample) {
    byte[] bytes = sample.encoded(codecs);
    for (int length = 1; length < bytes.length; length++) {
      assertThat(refused(sample.codecOf().apply(codecs), Arrays.copyOf(bytes, length)).reason())
          .as("%d of %d bytes", length, bytes.length)
          .isEqualTo(Reason.MALFORMED);
    }
  }

  @ParameterizedTest
  @MethodSource("samples")
  void aTrailingByteIsMalformed(Samples.Sample<?> sample) {
    byte[] bytes = sample.encoded(codecs);
    byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);

    assertThat(refused(sample.codecOf().apply(codecs), longer))
        .hasMessageContaining("1 bytes too many at byte " + bytes.length);
  }

  @ParameterizedTest
  @ValueSource(longs = {1L << 31, 1L << 62, Long.MAX_VALUE, -1, Long.MIN_VALUE, Integer.MAX_VALUE})
  void aTextOfImpossibleLengthIsMalformed(long length) {
    byte[] bytes = WireBytes.framed(WAITING).number(length).raw(new byte[12]).toBytes();

    assertThat(refused(codecs.waiting(), bytes))
        .hasMessageContaining("text of " + length + " bytes where 12 are left at byte 5");
  }

  @ParameterizedTest
  @ValueSource(longs = {1L << 31, 1L << 62, Long.MAX_VALUE, 13})
  void anArrayOfImpossibleCountIsMalformed(long items) {
    byte[] bytes = WireBytes.framed(REFUSAL_BATCH).number(items).raw(new byte[12]).toBytes();

    assertThat(refused(codecs.refusalBatch(), bytes))
        .hasMessageContaining("an array of " + items + " items where 12 bytes are left at byte 5");
  }

  @Test
  void aBlockOfImpossibleSizeIsMalformed() {
    for (long size : new long[] {1L << 31, 1L << 62, -1, Long.MIN_VALUE, 13}) {
      byte[] bytes =
          WireBytes.framed(REFUSAL_BATCH).number(-1).number(size).raw(new byte[12]).toBytes();
      assertThat(refused(codecs.refusalBatch(), bytes)).hasMessageContaining("array block of");
    }
    byte[] counted = WireBytes.framed(REFUSAL_BATCH).number(Long.MIN_VALUE).number(0).toBytes();
    assertThat(refused(codecs.refusalBatch(), counted)).hasMessageContaining("an array of");
  }

  @Test
  void aConstantOrBranchOutOfRangeIsMalformed() {
    for (long index : new long[] {2, -1, Integer.MAX_VALUE, 1L << 40}) {
      byte[] kind = WireBytes.framed(CONTROL).number(index).raw(new byte[40]).toBytes();
      assertThat(refused(codecs.control(), kind).reason()).isEqualTo(Reason.MALFORMED);
      byte[] branch =
          WireBytes.framed(INTENT).text("t").text("a").text("1").number(index).toBytes();
      assertThat(refused(codecs.intent(), branch).reason()).isEqualTo(Reason.MALFORMED);
    }
  }

  @Test
  void aBooleanThatIsNeitherIsMalformed() {
    byte[] bytes = WireBytes.framed(CONTROL).number(0).text("").raw(2).toBytes();

    assertThat(refused(codecs.control(), bytes))
        .hasMessageContaining("a boolean that is neither 0 nor 1 at byte 7");
  }

  @Test
  void anUnknownReasonIsMalformedAndShownHarmless() {
    byte[] bytes =
        WireBytes.framed(REFUSAL_BATCH)
            .number(1)
            .text("\u001b[2JNO_SUCH" + "x".repeat(5_000))
            .number(0)
            .raw(new byte[Hash.BYTES])
            .number(0)
            .toBytes();

    assertThat(refused(codecs.refusalBatch(), bytes))
        .hasMessageContaining("unknown reason '\\u{1b}[2JNO_SUCHxxx")
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(250));
  }

  @Test
  void aValueThatTheCoreRefusesIsMalformed() {
    byte[] replicas =
        WireBytes.framed(INTENT)
            .text("t")
            .text("a")
            .text("1")
            .number(0)
            .number(1)
            .text("web")
            .number(1L << 32)
            .raw(new byte[7])
            .toBytes();
    byte[] valveWithAgent =
        WireBytes.framed(CONTROL).number(0).text("a").raw(1).text("").text("").number(0).toBytes();

    assertThat(refused(codecs.intent(), replicas)).hasMessageContaining("replicas must be 0..");
    assertThat(refused(codecs.control(), valveWithAgent)).hasMessageContaining("a jail names");
  }

  private static MalformedRecordException refused(Codec<?> codec, byte @Nullable [] value) {
    return Objects.requireNonNull(DecodeCost.refusal(codec, value), "it must not decode");
  }
}
