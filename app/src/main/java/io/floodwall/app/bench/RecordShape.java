package io.floodwall.app.bench;

import io.floodwall.runtime.RoutedKey;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;

/**
 * How the records of a topic look from afar: how many, how large, with which headers.
 *
 * @param valueBytes the mean
 * @param headers those of one of them
 */
record RecordShape(long records, int valueBytes, List<Header> headers) {

  /** Of a topic that has no record. */
  static final RecordShape NONE = new RecordShape(0, 0, List.of());

  RecordShape {
    headers = List.copyOf(headers);
  }

  /** The shape of what was read; nothing has no size. */
  static RecordShape of(List<ConsumerRecord<byte[], byte[]>> records) {
    long bytes = 0;
    for (ConsumerRecord<byte[], byte[]> record : records) {
      bytes += record.value() == null ? 0 : record.value().length;
    }
    return records.isEmpty()
        ? NONE
        : new RecordShape(
            records.size(),
            (int) (bytes / records.size()),
            Arrays.asList(records.get(records.size() / 2).headers().toArray()));
  }

  /** A record of this shape that is made of {@code bytes}. */
  Record<RoutedKey, byte[]> filledWith(byte[] bytes, RoutedKey key, long timeMs) {
    return new Record<>(key, Arrays.copyOf(bytes, valueBytes), timeMs, new RecordHeaders(headers));
  }

  /** Value and headers together. */
  int bytes() {
    int sum = valueBytes;
    for (Header header : headers) {
      sum += header.key().length() + header.value().length;
    }
    return sum;
  }
}
