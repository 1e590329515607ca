package io.floodwall.runtime;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * The events of one type that one application writes: headers of the CloudEvents 1.0 Kafka binding,
 * binary mode. They let stock tools show who, what and which verdict without a schema; nothing is
 * decided from them. Not for many threads.
 */
public final class CloudEvents {
  private static final Header SPEC_VERSION = new RecordHeader("ce_specversion", utf8("1.0"));
  private static final Header CONTENT_TYPE =
      new RecordHeader("content-type", utf8("application/avro"));

  private final Header type;
  private final Header source;
  private Header time = time(0);
  private long timeMs;

  /**
   * Events of this type from this source.
   *
   * @param type such as {@code io.floodwall.decision.admitted.v1}
   * @param source the application that writes them, as a relative URI
   */
  public CloudEvents(String type, String source) {
    this.type = new RecordHeader("ce_type", utf8(type));
    this.source = new RecordHeader("ce_source", utf8(source));
  }

  /**
   * The seven headers of one event.
   *
   * @param id unique for the source
   * @param subject what it is about: {@code agent/id}, or an entry's key
   */
  public Headers headers(String id, String subject, long atMs) {
    if (atMs != timeMs) { // many share a millisecond
      time = time(atMs);
      timeMs = atMs;
    }
    return new RecordHeaders(
        new Header[] {
          SPEC_VERSION,
          new RecordHeader("ce_id", utf8(id)),
          type,
          source,
          new RecordHeader("ce_subject", utf8(subject)),
          time,
          CONTENT_TYPE
        });
  }

  /** The time as RFC 3339. */
  private static Header time(long ms) {
    return new RecordHeader("ce_time", utf8(Instant.ofEpochMilli(ms).toString()));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
