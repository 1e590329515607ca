package io.floodwall.admission;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Values that are no record of a topic, each with a name that says why. */
final class Poison {
  private Poison() {}

  /** Poison made from a good value of the topic and a good one of another topic. */
  static Map<String, byte @Nullable []> values(byte[] good, byte[] foreign, long seed) {
    var values = new LinkedHashMap<String, byte @Nullable []>();
    values.put("null", null);
    values.put("empty", new byte[0]);
    values.put("the magic alone", new byte[] {0});
    values.put("the framing alone", Arrays.copyOf(good, Door.FRAMING_BYTES));
    values.put("another magic", patched(good, 0, 1));
    values.put("an unknown schema id", patched(good, 1, 0x7f));
    values.put("another record", foreign);
    values.put("another record's bytes under this schema", framed(good, body(foreign)));
    values.put("a trailing byte", Arrays.copyOf(good, good.length + 1));
    values.put("text of 2^31 bytes", framed(good, bytes(0x80, 0x80, 0x80, 0x80, 0x10)));
    values.put("text of negative length", framed(good, bytes(0x01)));
    values.put("overlong UTF-8", framed(good, bytes(0x04, 0xC0, 0x80)));
    values.put("a lone surrogate", framed(good, bytes(0x06, 0xED, 0xA0, 0x80)));
    values.put("JSON", "{\"approved\": true}".getBytes(StandardCharsets.UTF_8));
    for (int length = 1; length < good.length; length++) {
      values.put("cut to " + length, Arrays.copyOf(good, length));
    }
    var random = new Random(seed);
    for (int i = 0; i < 200; i++) {
      values.put("random " + i, randomBytes(random, 1 + random.nextInt(1_024)));
      values.put("random body " + i, framed(good, randomBytes(random, 1 + random.nextInt(64))));
    }
    return values;
  }

  private static byte[] patched(byte[] good, int at, int value) {
    byte[] copy = good.clone();
    copy[at] = (byte) value;
    return copy;
  }

  private static byte[] body(byte[] value) {
    return Arrays.copyOfRange(value, Door.FRAMING_BYTES, value.length);
  }

  private static byte[] framed(byte[] header, byte[] body) {
    return ByteBuffer.allocate(Door.FRAMING_BYTES + body.length)
        .put(header, 0, Door.FRAMING_BYTES)
        .put(body)
        .array();
  }

  private static byte[] bytes(int... values) {
    var bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  private static byte[] randomBytes(Random random, int length) {
    var bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
