package io.floodwall.schemas;

import io.floodwall.core.Bytes;
import io.floodwall.core.Hash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.io.BinaryData;
import org.apache.avro.io.Encoder;
import org.apache.avro.util.Utf8;
import org.jspecify.annotations.Nullable;

/**
 * Writes Avro binary, for a {@link Layout} or for Avro itself, into a buffer that it keeps from
 * record to record; not for many threads.
 *
 * <p>Text that UTF-8 cannot carry is refused: Java would write a question mark for half a surrogate
 * pair, and what was recorded would not be what was said. Maps and floating-point numbers are not
 * part of the contract.
 */
final class WireEncoder extends Encoder {
  private static final int VARINT_BYTES_MAX = 10;
  private static final int ASCII_MAX = 0x7f;
  private static final int FIRST_BYTES = 1024;
  private static final int KEPT_BYTES_MAX = 1024 * 1024;

  private byte[] buffer = new byte[FIRST_BYTES];
  private int length;

  /** Forgets what was written before and starts with {@code header}. */
  void start(byte[] header) {
    if (buffer.length > KEPT_BYTES_MAX) {
      buffer = new byte[FIRST_BYTES];
    }
    length = 0;
    append(header, 0, header.length);
  }

  /** A copy of what was written since {@link #start}. */
  byte[] toBytes() {
    return Arrays.copyOf(buffer, length);
  }

  /** The branch of an optional field's union: null is the first of two. */
  void writePresence(boolean present) {
    writeIndex(present ? 1 : 0);
  }

  void writeOptional(@Nullable String text) {
    writePresence(text != null);
    if (text != null) {
      writeString(text);
    }
  }

  void writeOptional(@Nullable Long value) {
    writePresence(value != null);
    if (value != null) {
      writeLong(value);
    }
  }

  void writeHash(Hash hash) {
    reserve(Hash.BYTES);
    hash.copyTo(buffer, length);
    length += Hash.BYTES;
  }

  void write(Bytes bytes) {
    writeInt(bytes.length());
    reserve(bytes.length());
    bytes.copyTo(buffer, length);
    length += bytes.length();
  }

  /** An array, in one block. */
  <T> void writeList(List<T> items, Layout.Writer<T> item) {
    setItemCount(items.size());
    for (T one : items) {
      item.write(one, this);
    }
    writeArrayEnd();
  }

  @Override
  public void writeNull() {}

  @Override
  public void writeBoolean(boolean value) {
    reserve(1);
    buffer[length++] = (byte) (value ? 1 : 0);
  }

  @Override
  public void writeInt(int value) {
    reserve(VARINT_BYTES_MAX);
    length += BinaryData.encodeInt(value, buffer, length);
  }

  @Override
  public void writeLong(long value) {
    reserve(VARINT_BYTES_MAX);
    length += BinaryData.encodeLong(value, buffer, length);
  }

  @Override
  public void writeFloat(float value) throws IOException {
    throw notInContract("float");
  }

  @Override
  public void writeDouble(double value) throws IOException {
    throw notInContract("double");
  }

  @Override
  public void writeString(Utf8 text) {
    writeString(text.toString());
  }

  @Override
  public void writeString(String text) {
    if (!isWrittenAsAscii(text)) {
      writeUtf8(text);
    }
  }

  /** Most text is ASCII, whose characters are its bytes: no array need be made of them. */
  private boolean isWrittenAsAscii(String text) {
    int before = length;
    int count = text.length();
    reserve(VARINT_BYTES_MAX + count);
    writeInt(count);
    for (int i = 0; i < count; i++) {
      char c = text.charAt(i);
      if (c > ASCII_MAX) {
        length = before;
        return false;
      }
      buffer[length + i] = (byte) c;
    }
    length += count;
    return true;
  }

  private void writeUtf8(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    if (hasQuestionMark(utf8)) {
      requirePaired(text); // either the text asks something, or Java put the mark there
    }
    writeBytes(utf8, 0, utf8.length);
  }

  @Override
  public void writeBytes(ByteBuffer bytes) {
    int count = bytes.remaining();
    writeInt(count);
    reserve(count);
    bytes.duplicate().get(buffer, length, count);
    length += count;
  }

  @Override
  public void writeBytes(byte[] bytes, int start, int count) {
    writeInt(count);
    append(bytes, start, count);
  }

  @Override
  public void writeFixed(byte[] bytes, int start, int count) {
    append(bytes, start, count);
  }

  @Override
  public void writeEnum(int index) {
    writeInt(index);
  }

  @Override
  public void writeIndex(int index) {
    writeInt(index);
  }

  @Override
  public void writeArrayStart() {}

  @Override
  public void setItemCount(long items) {
    if (items > 0) {
      writeLong(items);
    }
  }

  @Override
  public void startItem() {}

  @Override
  public void writeArrayEnd() {
    writeLong(0);
  }

  @Override
  public void writeMapStart() throws IOException {
    throw notInContract("map");
  }

  @Override
  public void writeMapEnd() throws IOException {
    throw notInContract("map");
  }

  @Override
  public void flush() {}

  private void append(byte[] bytes, int start, int count) {
    reserve(count);
    System.arraycopy(bytes, start, buffer, length, count);
    length += count;
  }

  private void reserve(int more) {
    int needed = Math.addExact(length, more);
    if (needed > buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.max(needed, 2 * buffer.length));
    }
  }

  private static boolean hasQuestionMark(byte[] utf8) {
    for (byte b : utf8) {
      if (b == '?') {
        return true;
      }
    }
    return false;
  }

  private static void requirePaired(String text) {
    int i = 0;
    while (i < text.length()) {
      if (!Character.isSurrogate(text.charAt(i))) {
        i++;
      } else if (i + 1 < text.length()
          && Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1))) {
        i += 2;
      } else {
        throw new IllegalArgumentException("text has half a surrogate pair at index " + i);
      }
    }
  }

  private static IOException notInContract(String type) {
    return new IOException("the contract has no " + type);
  }
}
