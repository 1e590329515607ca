package io.floodwall.app.chaos;

import io.floodwall.app.wall.Wall;
import io.floodwall.core.intent.Action;
import io.floodwall.core.intent.BlastRadius;
import io.floodwall.core.intent.Intent;
import io.floodwall.core.intent.IntentBounds;
import io.floodwall.core.intent.Priority;
import io.floodwall.schemas.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Bad input among honest intents: each kind that the door must refuse, one after the other, with
 * one answer, while the wall is being broken.
 */
final class Storm {
  private static final String AGENT = "storm";
  private static final int HEADERS = 10_000;
  private static final int FRAMING_BYTES = 5;

  private final Wall wall;
  private final Random random;
  private final int partitions;

  Storm(Wall wall, Random random, int partitions) {
    this.wall = wall;
    this.random = random;
    this.partitions = partitions;
  }

  /** The kinds, by what is wrong. */
  enum Kind {
    NO_VALUE,
    EMPTY_VALUE,
    NO_KEY,
    KEY_OF_ANOTHER,
    WRONG_PARTITION,
    RANDOM_BYTES,
    UNKNOWN_SCHEMA,
    CUT_SHORT,
    TRAILING_BYTE,
    LENGTH_OF_2_TO_31,
    JSON,
    BYTE_TOO_LARGE,
    VALUE_OF_900_KB,
    MANY_HEADERS,
    LARGE_HEADER,
    EDGE_SPACE_NAME,
    CURSOR_NAME,
    PATH_OF_10_KB,
    DEADLINE_LONG_PAST
  }

  /** The record of the {@code number}-th bad input. */
  ProducerRecord<byte[], byte[]> next(long number) {
    Kind[] kinds = Kind.values();
    return of(kinds[(int) (number % kinds.length)], number);
  }

  private ProducerRecord<byte[], byte[]> of(Kind kind, long number) {
    String id = Long.toString(number);
    byte[] fine = encoded(AGENT, id, "x", null);
    return switch (kind) {
      case NO_VALUE -> record(AGENT, null);
      case EMPTY_VALUE -> record(AGENT, new byte[0]);
      case NO_KEY -> new ProducerRecord<>(wall.topics().intents(), 0, null, fine);
      case KEY_OF_ANOTHER -> record("somebody", fine);
      case WRONG_PARTITION -> misrouted(fine);
      case RANDOM_BYTES -> record(AGENT, randomBytes());
      case UNKNOWN_SCHEMA -> record(AGENT, patched(fine));
      case CUT_SHORT -> record(AGENT, Arrays.copyOf(fine, fine.length - 1));
      case TRAILING_BYTE -> record(AGENT, Arrays.copyOf(fine, fine.length + 1));
      case LENGTH_OF_2_TO_31 -> record(AGENT, lengthOf2To31(fine));
      case JSON -> record(AGENT, utf8("{\"approved\": true, \"approved\": NaN}"));
      case BYTE_TOO_LARGE -> record(AGENT, tooLarge(id));
      case VALUE_OF_900_KB -> record(AGENT, new byte[900 * 1024]);
      case MANY_HEADERS -> manyHeaders(fine);
      case LARGE_HEADER -> largeHeader(fine);
      case EDGE_SPACE_NAME -> record("storm ", encoded("storm ", id, "x", null));
      case CURSOR_NAME -> record("\u001b[2J", encoded("\u001b[2J", id, "x", null));
      case PATH_OF_10_KB -> record(path(), encoded(path(), id, "x", null));
      case DEADLINE_LONG_PAST -> record(AGENT, encoded(AGENT, id, "x", 1L));
    };
  }

  private ProducerRecord<byte[], byte[]> record(String key, byte @Nullable [] value) {
    int home = Topics.partitionOf(key, partitions);
    return new ProducerRecord<>(wall.topics().intents(), home, utf8(key), value);
  }

  /** With one partition there is no wrong one: then the key is another's. */
  private ProducerRecord<byte[], byte[]> misrouted(byte[] fine) {
    int next = (Topics.partitionOf(AGENT, partitions) + 1) % partitions;
    String key = partitions == 1 ? "somebody" : AGENT;
    return new ProducerRecord<>(wall.topics().intents(), next, utf8(key), fine);
  }

  private ProducerRecord<byte[], byte[]> manyHeaders(byte[] fine) {
    ProducerRecord<byte[], byte[]> record = record(AGENT, fine);
    for (int i = 0; i < HEADERS; i++) {
      record.headers().add("h" + i, new byte[8]);
    }
    return record;
  }

  private ProducerRecord<byte[], byte[]> largeHeader(byte[] fine) {
    ProducerRecord<byte[], byte[]> record = record(AGENT, fine);
    record.headers().add("h", new byte[900 * 1024]);
    return record;
  }

  private byte[] tooLarge(String id) {
    int room = IntentBounds.RECORD_BYTES_MAX - encoded(AGENT, id, "", null).length;
    return encoded(AGENT, id, "x".repeat(room), null);
  }

  private byte[] randomBytes() {
    var bytes = new byte[1 + random.nextInt(1_024)];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] patched(byte[] fine) {
    byte[] copy = fine.clone();
    copy[1] = 0x7f;
    return copy;
  }

  private static byte[] lengthOf2To31(byte[] fine) {
    byte[] length = {(byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80, 0x10};
    return ByteBuffer.allocate(FRAMING_BYTES + length.length)
        .put(fine, 0, FRAMING_BYTES)
        .put(length)
        .array();
  }

  private byte[] encoded(String agent, String id, String manifest, @Nullable Long deadlineMs) {
    return wall.codecs()
        .intent()
        .encode(
            new Intent(
                Intent.DEFAULT_TENANT,
                agent,
                id,
                null,
                new Action.Apply("web", manifest),
                Priority.NORMAL,
                BlastRadius.CELL,
                null,
                null,
                null,
                deadlineMs,
                null));
  }

  private static String path() {
    return "../".repeat(3_334);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
