package io.floodwall.runtime;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

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

  /** The seven headers. */
  public Headers headers() {
    return new RecordHeaders()
        .add("ce_specversion", SPEC_VERSION)
        .add("ce_id", utf8(id))
        .add("ce_type", utf8(type))
        .add("ce_source", utf8(source))
        .add("ce_subject", utf8(subject))
        .add("ce_time", utf8(Instant.ofEpochMilli(timeMs).toString()))
        .add("content-type", CONTENT_TYPE);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
