package io.floodwall.admission;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.floodwall.core.Bytes;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.test.TestRecord;

/** A dead letter as it lies on its topic. */
record Dead(
    String place,
    Bytes value,
    String stage,
    String reason,
    String detail,
    String length,
    String sha256) {

  static Dead of(TestRecord<byte[], byte[]> record) {
    Map<String, String> headers = texts(record.headers());
    return new Dead(
        new String(record.key(), UTF_8),
        Bytes.copyOf(record.value()),
        headers.getOrDefault("floodwall_stage", ""),
        headers.getOrDefault("floodwall_reason", ""),
        headers.getOrDefault("floodwall_detail", ""),
        headers.getOrDefault("floodwall_length", ""),
        headers.getOrDefault("floodwall_sha256", ""));
  }

  /** Headers as text, sorted by name. */
  static Map<String, String> texts(Headers headers) {
    var texts = new TreeMap<String, String>();
    for (Header header : headers) {
      texts.put(header.key(), new String(header.value(), UTF_8));
    }
    return texts;
  }
}
