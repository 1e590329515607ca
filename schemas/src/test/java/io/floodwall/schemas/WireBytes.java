package io.floodwall.schemas;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Avro binary by hand, right or wrong. */
final class WireBytes {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private WireBytes() {}

  /** Bytes without framing. */
  static WireBytes bare() {
    return new WireBytes();
  }

  /** Bytes framed with a schema id. */
  static WireBytes framed(int schemaId) {
    return bare().raw(Framing.header(schemaId));
  }

  /** Bytes as they are. */
  WireBytes raw(byte... bytes) {
    out.writeBytes(bytes);
    return this;
  }

  /** Bytes as they are, given as unsigned numbers. */
  WireBytes raw(int... bytes) {
    for (int b : bytes) {
      out.write(b);
    }
    return this;
  }

  /** A zigzag number, as counts, lengths and indexes are too. */
  WireBytes number(long value) {
    long rest = (value << 1) ^ (value >> 63);
    while ((rest & ~0x7FL) != 0) {
      out.write((int) (rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    out.write((int) rest);
    return this;
  }

  /** Text with its length. */
  WireBytes text(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    return number(utf8.length).raw(utf8);
  }

  byte[] toBytes() {
    return out.toByteArray();
  }
}
