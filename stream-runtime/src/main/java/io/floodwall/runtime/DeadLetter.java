package io.floodwall.runtime;

import io.floodwall.core.Hash;
import io.floodwall.core.Reason;
import io.floodwall.core.intent.PlainText;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * A record that could not be used, kept so that it can be looked into: its coordinates as the key,
 * the first {@link #KEPT_BYTES_MAX} bytes of its value as the value, and in the headers why, by
 * whom, how long it was and the SHA-256 of all of it.
 */
public final class DeadLetter {
  /** How much of the value is kept. */
  public static final int KEPT_BYTES_MAX = 16 * 1024;

  /** How much of the detail is kept. */
  public static final int DETAIL_CHARS_MAX = 4_000;

  private DeadLetter() {}

  /**
   * The dead letter of the record at {@code at}.
   *
   * @param stage which application could not use it
   * @param detail what exactly, for people
   * @param nowMs the task's clock
   */
  public static Record<RoutedKey, byte[]> of(
      String stage,
      RecordMetadata at,
      byte @Nullable [] value,
      Reason reason,
      String detail,
      long nowMs) {
    byte[] all = value == null ? new byte[0] : value;
    byte[] kept = all.length <= KEPT_BYTES_MAX ? all : Arrays.copyOf(all, KEPT_BYTES_MAX);
    Headers headers =
        new RecordHeaders()
            .add("floodwall_stage", utf8(stage))
            .add("floodwall_reason", utf8(reason.name()))
            .add(
                "floodwall_detail",
                utf8(PlainText.escaped(PlainText.start(detail, DETAIL_CHARS_MAX))))
            .add("floodwall_length", utf8(value == null ? "null" : Integer.toString(all.length)))
            .add("floodwall_sha256", utf8(Hash.sha256(all).hex()));
    String key = at.topic() + "/" + at.partition() + "/" + at.offset();
    return new Record<>(new RoutedKey(0, key), kept, nowMs, headers);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
