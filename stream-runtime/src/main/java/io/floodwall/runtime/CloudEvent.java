package io.floodwall.runtime;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Headers of the CloudEvents 1.0 Kafka binding, binary mode: they let stock tools show who, what
 * and which verdict without a schema. Nothing is decided from them.
 *
 * @param type such as {@code io.floodwall.decision.admitted.v1}
 * @param source the application that wrote it, as a relative URI
 * @param id unique for the source
 * @param subject what it is about: {@code agent/id}, or an entry's key
 */
public record CloudEvent(String type, String source, String id, String subject, long timeMs) {

  private static final byte[] SPEC_VERSION = utf8("1.0");
  private static final byte[] CONTENT_TYPE = utf8("application/avro");
  private static final AtomicReferenceArray<@Nullable Stamp> STAMPS =
      new AtomicReferenceArray<>(64); // of a millisecond at its number % 64

  /** The seven headers. */
  public Headers headers() {
    return new RecordHeaders()
        .add("ce_specversion", SPEC_VERSION)
        .add("ce_id", utf8(id))
        .add("ce_type", utf8(type))
        .add("ce_source", utf8(source))
        .add("ce_subject", utf8(subject))
        .add("ce_time", time(timeMs))
        .add("content-type", CONTENT_TYPE);
  }

  /** The time as RFC 3339; many records share a millisecond. */
  private static byte[] time(long ms) {
    int place = (int) (ms & (STAMPS.length() - 1));
    Stamp stamp = STAMPS.get(place);
    if (stamp == null || stamp.ms != ms) {
      stamp = new Stamp(ms, utf8(Instant.ofEpochMilli(ms).toString()));
      STAMPS.set(place, stamp);
    }
    return stamp.text;
  }

  private static final class Stamp {
    private final long ms;
    private final byte[] text;

    Stamp(long ms, byte[] text) {
      this.ms = ms;
      this.text = text;
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
