package io.floodwall.schemas;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.avro.io.Decoder;
import org.apache.avro.util.Utf8;
import org.jspecify.annotations.Nullable;

/**
 * Reads Avro binary from bytes that nobody vouches for.
 *
 * <p>Every length is compared with the bytes that are left before anything is allocated, so a
 * record costs memory in proportion to its own size. An array may claim at most as many items as
 * bytes are left, because by contract no item is encoded in zero bytes. Each value has one accepted
 * encoding, save that arrays may be cut into blocks: numbers are minimal, text is strict UTF-8,
 * booleans are 0 or 1, a block's size is the size of its items. Maps and floating-point numbers are
 * not part of the contract.
 */
final class WireDecoder extends Decoder {
  private static final int INT_BYTES_MAX = 5;
  private static final int LONG_BYTES_MAX = 10;
  private static final int ARRAY_DEPTH_MAX = 8;
  private static final int NO_SIZE = -1;

  private final byte[] bytes;
  private final int[] blockEnds = new int[ARRAY_DEPTH_MAX];
  private int arrays;
  private int at;

  /** Reads {@code bytes} from {@code from} to their end. */
  WireDecoder(byte[] bytes, int from) {
    this.bytes = bytes;
    this.at = from;
  }

  /** Where the next byte is read. */
  int position() {
    return at;
  }

  /** Refuses bytes that nothing has read. */
  void requireEnd() throws WireFormatException {
    if (remaining() > 0) {
      throw new WireFormatException(remaining() + " bytes too many", at);
    }
  }

  @Override
  public int remainingBytes() {
    return remaining();
  }

  @Override
  public void readNull() {}

  @Override
  public boolean readBoolean() throws IOException {
    int start = at;
    int value = readByte();
    require(value == 0 || value == 1, "a boolean that is neither 0 nor 1", start);
    return value == 1;
  }

  @Override
  public int readInt() throws IOException {
    int start = at;
    long value = readVarint(INT_BYTES_MAX);
    require(value >>> Integer.SIZE == 0, "a number of more than 32 bits", start);
    return (int) (value >>> 1) ^ -(int) (value & 1);
  }

  @Override
  public long readLong() throws IOException {
    long value = readVarint(LONG_BYTES_MAX);
    return (value >>> 1) ^ -(value & 1);
  }

  @Override
  public float readFloat() throws IOException {
    throw notInContract("float");
  }

  @Override
  public double readDouble() throws IOException {
    throw notInContract("double");
  }

  @Override
  public Utf8 readString(@Nullable Utf8 old) throws IOException {
    return new Utf8(readString());
  }

  @Override
  public String readString() throws IOException {
    int length = readLength("text");
    int start = take(length);
    String text = new String(bytes, start, length, StandardCharsets.UTF_8);
    if (text.indexOf('\uFFFD') >= 0) {
      // Either the text holds a replacement character, or the decoder put it there.
      return readStrictly(start, length);
    }
    return text;
  }

  @Override
  public void skipString() throws IOException {
    readString();
  }

  @Override
  public ByteBuffer readBytes(@Nullable ByteBuffer old) throws IOException {
    int length = readLength("bytes");
    int start = take(length);
    return ByteBuffer.wrap(Arrays.copyOfRange(bytes, start, start + length));
  }

  @Override
  public void skipBytes() throws IOException {
    take(readLength("bytes"));
  }

  @Override
  public void readFixed(byte[] target, int start, int length) throws IOException {
    System.arraycopy(bytes, take(length), target, start, length);
  }

  @Override
  public void skipFixed(int length) throws IOException {
    take(length);
  }

  @Override
  public int readEnum() throws IOException {
    return readInt();
  }

  @Override
  public int readIndex() throws IOException {
    return readInt();
  }

  @Override
  public long readArrayStart() throws IOException {
    require(arrays < ARRAY_DEPTH_MAX, "arrays nested too deep", at);
    arrays++;
    return readBlock();
  }

  @Override
  public long arrayNext() throws IOException {
    int end = blockEnds[arrays - 1];
    require(end == NO_SIZE || end == at, "an array block of another size than it says ends", at);
    return readBlock();
  }

  @Override
  public long skipArray() throws IOException {
    long items = readLong();
    while (items < 0) {
      take(readLength("array block"));
      items = readLong();
    }
    return requireItems(items, at);
  }

  @Override
  public long readMapStart() throws IOException {
    throw notInContract("map");
  }

  @Override
  public long mapNext() throws IOException {
    throw notInContract("map");
  }

  @Override
  public long skipMap() throws IOException {
    throw notInContract("map");
  }

  private long readBlock() throws IOException {
    int start = at;
    long items = readLong();
    int end = NO_SIZE;
    if (items < 0) {
      items = -items;
      int size = readLength("array block");
      end = at + size;
    }
    requireItems(items, start);
    if (items == 0) {
      arrays--;
    } else {
      blockEnds[arrays - 1] = end;
    }
    return items;
  }

  private long requireItems(long items, int start) throws WireFormatException {
    if (items < 0 || items > remaining()) {
      throw new WireFormatException(
          "an array of " + items + " items where " + remaining() + " bytes are left", start);
    }
    return items;
  }

  private int readLength(String what) throws IOException {
    int start = at;
    long length = readLong();
    if (length < 0 || length > remaining()) {
      throw new WireFormatException(
          what + " of " + length + " bytes where " + remaining() + " are left", start);
    }
    return (int) length;
  }

  /** An unsigned base-128 number, low groups first, in at most {@code bytesMax} bytes. */
  private long readVarint(int bytesMax) throws IOException {
    int start = at;
    long value = 0;
    for (int i = 0; i < bytesMax; i++) {
      int b = readByte();
      value |= (long) (b & 0x7F) << (7 * i);
      if (b < 0x80) {
        require(b != 0 || i == 0, "a number padded with zeros", start);
        require(i < LONG_BYTES_MAX - 1 || b == 1, "a number of more than 64 bits", start);
        return value;
      }
    }
    throw new WireFormatException("a number of more than " + bytesMax + " bytes", start);
  }

  private int readByte() throws WireFormatException {
    return Byte.toUnsignedInt(bytes[take(1)]);
  }

  private int take(int length) throws WireFormatException {
    if (length > remaining()) {
      throw new WireFormatException("the value ends too early", at);
    }
    int start = at;
    at += length;
    return start;
  }

  private int remaining() {
    return bytes.length - at;
  }

  private String readStrictly(int start, int length) throws WireFormatException {
    try {
      CharBuffer text =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, start, length));
      return text.toString();
    } catch (CharacterCodingException e) {
      var damage = new WireFormatException("text that is not UTF-8", start);
      damage.initCause(e);
      throw damage;
    }
  }

  private WireFormatException notInContract(String type) {
    return new WireFormatException("the contract has no " + type, at);
  }

  private static void require(boolean holds, String otherwise, int at) throws WireFormatException {
    if (!holds) {
      throw new WireFormatException(otherwise, at);
    }
  }
}
