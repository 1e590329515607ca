package io.floodwall.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.floodwall.core.outcome.Outcome;
import java.time.Instant;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;

/** The CloudEvents headers of an outcome: they show stock tools what became of which intent. */
final class OutcomeEvent {
  private OutcomeEvent() {}

  /** A record for the outcomes topic that carries it. */
  static ProducerRecord<byte[], byte[]> record(WallClient wall, Outcome outcome) {
    var record =
        new ProducerRecord<>(
            wall.topics().outcomes(),
            outcome.sourcePartition(),
            outcome.agent().getBytes(UTF_8),
            wall.codecs().outcome().encode(outcome));
    addTo(record.headers(), outcome);
    return record;
  }

  private static void addTo(Headers headers, Outcome outcome) {
    add(headers, "ce_specversion", "1.0");
    add(headers, "ce_id", outcome.decision() + "/" + outcome.attempt() + "/" + outcome.result());
    add(headers, "ce_type", "io.floodwall.outcome." + outcome.result().label() + ".v1");
    add(headers, "ce_source", "/deployers/" + outcome.sourcePartition());
    add(headers, "ce_subject", outcome.agent() + "/" + outcome.intentId());
    add(headers, "ce_time", Instant.ofEpochMilli(outcome.atMs()).toString());
    add(headers, "content-type", "application/avro");
  }

  private static void add(Headers headers, String key, String value) {
    headers.add(key, value.getBytes(UTF_8));
  }
}
