package io.floodwall.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One accepted encoding for each value, and nothing allocated on a claim. */
class WireDecoderTest {

  @ParameterizedTest
  @ValueSource(longs = {0, 1, -1, 63, 64, -64, -65, 1L << 35, Long.MAX_VALUE, Long.MIN_VALUE})
  void numbersOf64Bits(long value) throws IOException {
    assertThat(decoder(WireBytes.bare().number(value)).readLong()).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, -1, 63, 64, 1 << 20, Integer.MAX_VALUE, Integer.MIN_VALUE})
  void numbersOf32Bits(int value) throws IOException {
    assertThat(decoder(WireBytes.bare().number(value)).readInt()).isEqualTo(value);
  }

  @Test
  void aNumberThatIsTooLongIsRefused() {
    refused("more than 10 bytes at byte 0", () -> decoder(ones(10)).readLong());
    refused("more than 5 bytes at byte 0", () -> decoder(ones(5)).readInt());
    refused("more than 64 bits at byte 0", () -> decoder(ones(9).raw(2)).readLong());
    refused("more than 32 bits at byte 0", () -> decoder(ones(4).raw(0x10)).readInt());
    refused("ends too early at byte 3", () -> decoder(ones(3)).readLong());
  }

  @Test
  void aNumberPaddedWithZerosIsRefused() {
    refused("padded with zeros", () -> decoder(WireBytes.bare().raw(0x80, 0)).readLong());
    refused("padded with zeros", () -> decoder(WireBytes.bare().raw(0x82, 0x80, 0)).readInt());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "plain", "\u00fc", "\u20ac", "\uD83D\uDE80", "\uFFFD", "a\u0000b", "\uFEFFx"})
  void textThatIsUtf8(String text) throws IOException {
    assertThat(decoder(WireBytes.bare().text(text)).readString()).isEqualTo(text);
    assertThat(decoder(WireBytes.bare().text(text)).readString(null).toString()).isEqualTo(text);
  }

  static Stream<byte[]> notUtf8() {
    return Stream.of(
        bytes(0x80), // a continuation alone
        bytes(0xC3), // a lead alone
        bytes(0xC0, 0x80), // overlong NUL
        bytes(0xC1, 0xBF), // overlong DEL
        bytes(0xE0, 0x80, 0xAF), // overlong slash
        bytes(0xF0, 0x82, 0x82, 0xAC), // overlong euro sign
        bytes(0xED, 0xA0, 0xBD), // half a surrogate pair
        bytes(0xED, 0xA0, 0xBD, 0xED, 0xBA, 0x80), // a surrogate pair, CESU-8
        bytes(0xF4, 0x90, 0x80, 0x80), // beyond U+10FFFF
        bytes(0xFE),
        bytes(0xFF, 0xFF),
        bytes(0xEF, 0xBF, 0xBD, 0x80)); // a real replacement character, then damage
  }

  @ParameterizedTest
  @MethodSource("notUtf8")
  void textThatIsNotUtf8IsRefused(byte[] bytes) {
    WireBytes text = WireBytes.bare().number(bytes.length).raw(bytes);

    refused("text that is not UTF-8 at byte 1", () -> decoder(text).readString());
    refused("text that is not UTF-8 at byte 1", () -> decoder(text).skipString());
  }

  @Test
  void bytesAreCopiedAndPassedOver() throws IOException {
    WireBytes bytes = WireBytes.bare().number(3).raw(1, 2, 3).number(7);

    assertThat(decoder(bytes).readBytes(null)).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2, 3}));
    WireDecoder passing = decoder(bytes);
    passing.skipBytes();
    assertThat(passing.readLong()).isEqualTo(7);
    refused(
        "bytes of 2147483648 bytes where 0 are left",
        () -> decoder(WireBytes.bare().number(1L << 31)).readBytes(null));
    refused("ends too early", () -> decoder(bytes).readFixed(new byte[32], 0, 32));
    refused("ends too early", () -> decoder(bytes).skipFixed(32));
  }

  @Test
  void anArrayMayComeInBlocksWithAndWithoutTheirSize() throws IOException {
    WireDecoder in =
        decoder(WireBytes.bare().number(1).raw(2).number(-2).number(2).raw(4, 6).number(0));

    assertThat(in.readArrayStart()).isEqualTo(1);
    assertThat(in.readLong()).isEqualTo(1);
    assertThat(in.arrayNext()).isEqualTo(2);
    assertThat(in.readLong()).isEqualTo(2);
    assertThat(in.readLong()).isEqualTo(3);
    assertThat(in.arrayNext()).isZero();
    in.requireEnd();
  }

  @Test
  void aBlockThatLiesAboutItsSizeIsRefused() throws IOException {
    for (int size : new int[] {0, 2}) {
      WireDecoder in = decoder(WireBytes.bare().number(-1).number(size).raw(2, 0, 0, 0));
      assertThat(in.readArrayStart()).isEqualTo(1);
      assertThat(in.readLong()).isEqualTo(1);
      refused("another size than it says", in::arrayNext);
    }
  }

  @Test
  void blocksInsideBlocksKeepTheirOwnSizes() throws IOException {
    WireDecoder in =
        decoder(WireBytes.bare().number(-1).number(4).number(-1).number(1).raw(2, 0).number(0));

    assertThat(in.readArrayStart()).isEqualTo(1);
    assertThat(in.readArrayStart()).isEqualTo(1);
    assertThat(in.readLong()).isEqualTo(1);
    assertThat(in.arrayNext()).isZero();
    assertThat(in.arrayNext()).isZero();
    in.requireEnd();
  }

  @Test
  void arraysArePassedOverByTheirSizeWhereTheyHaveOne() throws IOException {
    WireDecoder in =
        decoder(WireBytes.bare().number(-2).number(2).raw(2, 4).number(1).raw(6).number(0));

    assertThat(in.skipArray()).isEqualTo(1);
    assertThat(in.readLong()).isEqualTo(3);
    assertThat(in.skipArray()).isZero();
    in.requireEnd();
    refused(
        "array block of 9 bytes where 1 are left",
        () -> decoder(WireBytes.bare().number(-1).number(9).raw(0)).skipArray());
    refused("an array of 9 items", () -> decoder(WireBytes.bare().number(9)).skipArray());
  }

  @Test
  void arraysNestedTooDeepAreRefused() throws IOException {
    WireDecoder in = decoder(WireBytes.bare().raw(new byte[] {2, 2, 2, 2, 2, 2, 2, 2, 2, 2}));
    for (int depth = 0; depth < 8; depth++) {
      assertThat(in.readArrayStart()).isEqualTo(1);
    }
    refused("nested too deep", in::readArrayStart);
  }

  @Test
  void theContractHasNoMapsAndNoFloatingPoint() {
    WireBytes bytes = WireBytes.bare().raw(new byte[16]);

    refused("no map", () -> decoder(bytes).readMapStart());
    refused("no map", () -> decoder(bytes).mapNext());
    refused("no map", () -> decoder(bytes).skipMap());
    refused("no float", () -> decoder(bytes).readFloat());
    refused("no double", () -> decoder(bytes).readDouble());
  }

  private static WireDecoder decoder(WireBytes bytes) {
    return new WireDecoder(bytes.toBytes(), 0);
  }

  private static WireBytes ones(int count) {
    WireBytes bytes = WireBytes.bare();
    for (int i = 0; i < count; i++) {
      bytes.raw(0xFF);
    }
    return bytes;
  }

  private static byte[] bytes(int... values) {
    return WireBytes.bare().raw(values).toBytes();
  }

  private static void refused(String message, ThrowingCallable read) {
    assertThatThrownBy(read).isInstanceOf(WireFormatException.class).hasMessageContaining(message);
  }
}
