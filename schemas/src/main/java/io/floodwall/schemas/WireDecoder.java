package io.floodwall.schemas;

import io.floodwall.core.Bytes;
import io.floodwall.core.Hash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.io.Decoder;
import org.apache.avro.util.Utf8;
import org.jspecify.annotations.Nullable;

/**
 * Reads Avro binary from bytes that nobody vouches for, for a {@link Layout} or for Avro itself.
 *
 * <p>An array may claim at most as many items as bytes are left, because by contract no item is
 * encoded in zero bytes; a block's size is the size of its items; booleans are 0 or 1. Maps and
 * floating-point numbers are not part of the contract. {@link ByteCursor} guards the rest.
 */
final class WireDecoder extends Decoder {
  private static final int ARRAY_DEPTH_MAX = 8;
  private static final int NO_SIZE = -1;

  private final ByteCursor in;
  private final int[] blockEnds = new int[ARRAY_DEPTH_MAX];
  private int arrays;

  /** Reads {@code bytes} from {@code from} to their end. */
  WireDecoder(byte[] bytes, int from) {
    this.in = new ByteCursor(bytes, from);
  }

  /** Where the next byte is read. */
  int position() {
    return in.position();
  }

  /** Refuses bytes that nothing has read. */
  void requireEnd() throws WireFormatException {
    if (in.remaining() > 0) {
      throw new WireFormatException(in.remaining() + " bytes too many", in.position());
    }
  }

  /** Whether an optional field is there: the branch of its union, null being the first of two. */
  boolean readPresence() throws IOException {
    int start = in.position();
    int branch = in.readInt();
    if (branch >>> 1 != 0) {
      throw new WireFormatException("a branch of number " + branch + " where there are 2", start);
    }
    return branch == 1;
  }

  @Nullable String readOptionalString() throws IOException {
    return readPresence() ? in.readText() : null;
  }

  @Nullable Long readOptionalLong() throws IOException {
    return readPresence() ? (Long) in.readLong() : null;
  }

  Hash readHash() throws IOException {
    return in.readHash();
  }

  Bytes readBytes() throws IOException {
    return in.readByteString(in.readLength("bytes"));
  }

  /** Every item of an array. */
  <T> List<T> readList(Layout.Reader<T> item) throws IOException {
    var items = new ArrayList<T>();
    for (long left = readArrayStart(); left > 0; left = arrayNext()) {
      for (long i = 0; i < left; i++) {
        items.add(item.read(this));
      }
    }
    return items;
  }

  @Override
  public int remainingBytes() {
    return in.remaining();
  }

  @Override
  public void readNull() {}

  @Override
  public boolean readBoolean() throws IOException {
    int start = in.position();
    int value = in.readByte();
    if (value > 1) {
      throw new WireFormatException("a boolean that is neither 0 nor 1", start);
    }
    return value == 1;
  }

  @Override
  public int readInt() throws IOException {
    return in.readInt();
  }

  @Override
  public long readLong() throws IOException {
    return in.readLong();
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
    return new Utf8(in.readText());
  }

  @Override
  public String readString() throws IOException {
    return in.readText();
  }

  @Override
  public void skipString() throws IOException {
    in.readText();
  }

  @Override
  public ByteBuffer readBytes(@Nullable ByteBuffer old) throws IOException {
    return ByteBuffer.wrap(in.readBytes(in.readLength("bytes")));
  }

  @Override
  public void skipBytes() throws IOException {
    in.skip(in.readLength("bytes"));
  }

  @Override
  public void readFixed(byte[] target, int start, int length) throws IOException {
    in.readInto(target, start, length);
  }

  @Override
  public void skipFixed(int length) throws IOException {
    in.skip(length);
  }

  @Override
  public int readEnum() throws IOException {
    return in.readInt();
  }

  @Override
  public int readIndex() throws IOException {
    return in.readInt();
  }

  @Override
  public long readArrayStart() throws IOException {
    if (arrays == ARRAY_DEPTH_MAX) {
      throw new WireFormatException("arrays nested too deep", in.position());
    }
    arrays++;
    return readBlock();
  }

  @Override
  public long arrayNext() throws IOException {
    int end = blockEnds[arrays - 1];
    if (end != NO_SIZE && end != in.position()) {
      throw new WireFormatException(
          "an array block of another size than it says ends", in.position());
    }
    return readBlock();
  }

  @Override
  public long skipArray() throws IOException {
    int start = in.position();
    long items = in.readLong();
    while (items < 0) {
      in.skip(in.readLength("array block"));
      start = in.position();
      items = in.readLong();
    }
    return requireItems(items, start);
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

  /** The number of items in the next block, 0 behind the last; below zero, its size follows. */
  private long readBlock() throws IOException {
    int start = in.position();
    long items = in.readLong();
    int end = NO_SIZE;
    if (items < 0) {
      items = -items;
      int size = in.readLength("array block");
      end = in.position() + size;
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
    if (items < 0 || items > in.remaining()) {
      throw new WireFormatException(
          "an array of " + items + " items where " + in.remaining() + " bytes are left", start);
    }
    return items;
  }

  private WireFormatException notInContract(String type) {
    return new WireFormatException("the contract has no " + type, in.position());
  }
}
