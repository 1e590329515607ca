package io.floodwall.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.Test;

/** The headers by which stock tools show a record without its schema. */
final class CloudEventTest {
  private static Map<String, String> headers(CloudEvent event) {
    var headers = new LinkedHashMap<String, String>();
    for (Header header : event.headers()) {
      assertThat(headers.put(header.key(), new String(header.value(), UTF_8))).isNull();
    }
    return headers;
  }

  @Test
  void sevenHeadersOfTheKafkaBindingInBinaryMode() {
    var event =
        new CloudEvent(
            "io.floodwall.refused.v1",
            "/floodwall/admission/3",
            "3/42",
            "caf\u00e9/7",
            1_777_636_801_234L);

    assertThat(headers(event))
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
    var event = new CloudEvent("t", "s", "i", "j", 0);
    assertThat(headers(event)).containsEntry("ce_time", "1970-01-01T00:00:00Z");
  }

  @Test
  void eachCallMakesHeadersOfItsOwn() {
    var event = new CloudEvent("t", "s", "i", "j", 0);
    event.headers().add("x", new byte[0]);
    assertThat(headers(event)).hasSize(7);
  }
}
