package io.floodwall.app.commands;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Values that are no record of the topic they are written to, each with a name that says why. */
final class Poison {
  private static final int FRAMING_BYTES = 5;
  private static final int RANDOM_VALUES = 25;

  private Poison() {}

  /**
   * Made from {@code good}, a value of the topic, and {@code foreign}, a good value of another
   * record.
   */
  static Map<String, byte @Nullable []> values(byte[] good, byte[] foreign, Random random) {
    var values = new LinkedHashMap<String, byte @Nullable []>();
    values.put("null", null);
    values.put("empty", new byte[0]);
    values.put("the magic alone", new byte[] {0});
    values.put("the framing alone", Arrays.copyOf(good, FRAMING_BYTES));
    values.put("another magic", patched(good, 0, 1));
    values.put("an unknown schema id", patched(good, 1, 0x7f));
    values.put("a negative schema id", patched(good, 1, 0xff));
    values.put("another record", foreign);
    values.put("another record's bytes under this schema", framed(good, body(foreign)));
    values.put("a trailing byte", Arrays.copyOf(good, good.length + 1));
    values.put("twice the record", framed(good, twice(body(good))));
    values.put("a length of 2^31", framed(good, bytes(0x80, 0x80, 0x80, 0x80, 0x10)));
    values.put(
        "a length of 2^63",
        framed(good, bytes(0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01)));
    values.put("a number without end", framed(good, filled(64, 0xff)));
    values.put("a negative length", framed(good, bytes(0x01)));
    values.put("overlong UTF-8", framed(good, bytes(0x04, 0xc0, 0x80)));
    values.put("half a surrogate pair", framed(good, bytes(0x06, 0xed, 0xa0, 0x80)));
    values.put("a byte order mark", utf8("\ufeff{}"));
    values.put("JSON", utf8("{\"approved\": true, \"approved\": NaN, \"replicas\": -0}"));
    values.put(
        "text that moves the cursor",
        utf8("\u001b[2J\u001b]52;c;eA==\u0007\u202e" + "\n".repeat(200)));
    values.put("900 KB of zeros", new byte[900 * 1024]);
    values.put("900 KB under this schema", framed(good, filled(900 * 1024, 0x41)));
    for (int i = 0; i < RANDOM_VALUES; i++) {
      values.put("cut " + i, Arrays.copyOf(good, random.nextInt(good.length)));
      values.put("random " + i, random(random, 1 + random.nextInt(1_024)));
      values.put(
          "random under this schema " + i, framed(good, random(random, 1 + random.nextInt(64))));
    }
    return values;
  }

  /** Keys that no agent has, null among them. */
  static Map<String, byte @Nullable []> keys(Random random) {
    var keys = new LinkedHashMap<String, byte @Nullable []>();
    keys.put("null", null);
    keys.put("empty", new byte[0]);
    keys.put("10 kB", filled(10_000, 'k'));
    keys.put("a path", utf8("../../etc/passwd\u0000"));
    keys.put("one that moves the cursor", utf8("\u001b[2J\n\u202e"));
    keys.put("with a space at its edge", utf8("agent-a "));
    keys.put("not UTF-8", bytes(0xff, 0xfe));
    keys.put("random", random(random, 32));
    return keys;
  }

  private static byte[] patched(byte[] good, int at, int value) {
    byte[] copy = good.clone();
    copy[at] = (byte) value;
    return copy;
  }

  private static byte[] body(byte[] value) {
    return Arrays.copyOfRange(value, FRAMING_BYTES, value.length);
  }

  private static byte[] twice(byte[] body) {
    return ByteBuffer.allocate(2 * body.length).put(body).put(body).array();
  }

  private static byte[] framed(byte[] header, byte[] body) {
    return ByteBuffer.allocate(FRAMING_BYTES + body.length)
        .put(header, 0, FRAMING_BYTES)
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

  private static byte[] filled(int length, int value) {
    var bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  private static byte[] random(Random random, int length) {
    var bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
