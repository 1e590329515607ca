package io.floodwall.app.ledger;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.floodwall.app.cli.Json;
import io.floodwall.app.cli.OutputFormat;
import io.floodwall.core.ledger.EntryKind;
import io.floodwall.core.ledger.LedgerEntry;
import java.util.Locale;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Prints an entry in one line. Its time is when the ledger wrote the record, which the digest does
 * not cover.
 */
final class EntryPrinter {
  private final OutputFormat output;
  private final DataOut out;

  EntryPrinter(OutputFormat output, DataOut out) {
    this.output = output;
    this.out = out;
  }

  void print(ConsumerRecord<byte[], byte[]> record, LedgerEntry entry, Payload payload) {
    if (output == OutputFormat.json) {
      out.json(json(record, entry, payload));
    } else {
      out.text(text(record, entry, payload));
    }
  }

  static ObjectNode json(
      ConsumerRecord<byte[], byte[]> record, LedgerEntry entry, Payload payload) {
    ObjectNode object =
        Json.object()
            .put("partition", record.partition())
            .put("seq", entry.seq())
            .put("prev", entry.prev().hex())
            .put("digest", entry.digest().hex())
            .put("kind", label(entry.kind()))
            .put("schema", entry.schema().hex());
    if (record.timestamp() >= 0) {
      object.put("time", Where.time(record.timestamp()));
    }
    payload.addTo(object);
    return object;
  }

  static String text(ConsumerRecord<byte[], byte[]> record, LedgerEntry entry, Payload payload) {
    String time = record.timestamp() < 0 ? "-" : Where.time(record.timestamp());
    return String.format(
        Locale.ROOT,
        "%d/%-6d %-24s %-8s %s",
        record.partition(),
        entry.seq(),
        time,
        label(entry.kind()),
        payload.text());
  }

  static String label(EntryKind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
