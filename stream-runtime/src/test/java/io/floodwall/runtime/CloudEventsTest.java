package io.floodwall.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.junit.jupiter.api.Test;

/** The headers by which stock tools show a record without its schema. */
final class CloudEventsTest {
  private final CloudEvents refusals =
      new CloudEvents("io.floodwall.refused.v1", "/floodwall/admission/3");

  private static Map<String, String> read(Headers headers) {
    var read = new LinkedHashMap<String, String>();
    for (Header header : headers) {
      assertThat(read.put(header.key(), new String(header.value(), UTF_8))).isNull();
    }
    return read;
  }

  @Test
  void sevenHeadersOfTheKafkaBindingInBinaryMode() {
    assertThat(read(refusals.headers("3/42", "caf\u00e9/7", 1_777_636_801_234L)))
        .containsExactly(
            Map.entry("ce_specversion", "1.0"),
            Map.entry("ce_id", "3/42"),
            Map.entry("ce_type", "io.floodwall.refused.v1"),
            Map.entry("ce_source", "/floodwall/admission/3"),
            Map.entry("ce_subject", "caf\u00e9/7"),
            Map.entry("ce_time", "2026-05-01T12:00:01.234Z"),
            Map.entry("content-type", "application/avro"));
  }

  @Test
  void timeOfAWholeSecondIsStillATimestampOfRfc3339() {
    assertThat(read(refusals.headers("i", "j", 0)))
        .containsEntry("ce_time", "1970-01-01T00:00:00Z");
  }

  @Test
  void eachEventHasItsOwnTime() {
    for (long ms : new long[] {1, 1, 2, 1}) {
      assertThat(read(refusals.headers("i", "j", ms)))
          .containsEntry("ce_time", "1970-01-01T00:00:00.00" + ms + "Z");
    }
  }

  @Test
  void eachCallMakesHeadersOfItsOwn() {
    refusals.headers("i", "j", 0).add("x", new byte[0]);

    assertThat(read(refusals.headers("i", "j", 0))).hasSize(7);
  }
}
