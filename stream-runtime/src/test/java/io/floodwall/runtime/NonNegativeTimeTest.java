package io.floodwall.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever time a raw client writes into a record, the application goes on. */
final class NonNegativeTimeTest {

  @ParameterizedTest
  @CsvSource({
    "0,0",
    "1767225600000,1767225600000",
    "9223372036854775807,9223372036854775807",
    "-1,0",
    "-9223372036854775808,0"
  })
  void timeIsTheRecordsOwnOrTheEpoch(long stamped, long extracted) {
    var record =
        new ConsumerRecord<Object, Object>(
            "topic",
            0,
            0,
            stamped,
            TimestampType.CREATE_TIME,
            0,
            0,
            "key",
            "value",
            new RecordHeaders(),
            Optional.empty());

    assertThat(new NonNegativeTime().extract(record, 77)).isEqualTo(extracted);
  }
}
