package io.floodwall.ledger;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Values that are no record of a topic, each with a name that says why. */
final class Poison {
  private static final int HEADER_BYTES = 5;

  private Poison() {}

  /** Poison made from a good value of the topic and one of another topic. */
  static Map<String, byte @Nullable []> values(byte[] good, byte[] foreign, long seed) {
    var values = new LinkedHashMap<String, byte @Nullable []>();
    values.put("null", null);
    values.put("empty", new byte[0]);
    values.put("only the magic", new byte[] {0});
    values.put("only the framing", Arrays.copyOf(good, HEADER_BYTES));
    values.put("other magic", patched(good, 0, 1));
    values.put("unknown schema id", patched(good, 1, 0x7f));
    values.put("another record's schema", foreign);
    values.put("another record's bytes under this schema", relabelled(foreign, good));
    values.put("trailing byte", Arrays.copyOf(good, good.length + 1));
    values.put("text of 2^31 bytes", bomb(good, 0x80, 0x80, 0x80, 0x80, 0x10));
    values.put("text of negative length", bomb(good, 0x01));
    values.put("overlong UTF-8", bomb(good, 0x04, 0xC0, 0x80));
    values.put("lone surrogate", bomb(good, 0x06, 0xED, 0xA0, 0x80));
    values.put("JSON", "{\"approved\": true}".getBytes(StandardCharsets.UTF_8));
    var random = new Random(seed);
    for (int i = 0; i < 50; i++) {
      values.put("truncated " + i, Arrays.copyOf(good, random.nextInt(good.length)));
      values.put("random " + i, randomBytes(random, 1 + random.nextInt(1_024)));
      values.put("random body " + i, framed(good, randomBytes(random, 1 + random.nextInt(64))));
    }
    return values;
  }

  private static byte[] patched(byte[] good, int at, int value) {
    byte[] bytes = good.clone();
    bytes[at] = (byte) value;
    return bytes;
  }

  private static byte[] relabelled(byte[] body, byte[] header) {
    byte[] bytes = body.clone();
    System.arraycopy(header, 0, bytes, 0, HEADER_BYTES);
    return bytes;
  }

  private static byte[] bomb(byte[] header, int... body) {
    var bytes = new byte[body.length];
    for (int i = 0; i < body.length; i++) {
      bytes[i] = (byte) body[i];
    }
    return framed(header, bytes);
  }

  private static byte[] framed(byte[] header, byte[] body) {
    return ByteBuffer.allocate(HEADER_BYTES + body.length)
        .put(header, 0, HEADER_BYTES)
        .put(body)
        .array();
  }

  private static byte[] randomBytes(Random random, int length) {
    var bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
