package io.floodwall.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.floodwall.core.intent.PlainText;
import io.floodwall.schemas.GenericCodec;
import java.io.PrintStream;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.MessageFormatter;

/**
 * Prints floodwall's records, one a line, in Kafka's own console consumer: {@code --formatter
 * io.floodwall.console.FloodwallFormatter}.
 *
 * <p>Whatever a record holds, it gets its line and the consumer goes on: what does not decode is
 * shown by its first bytes and the reason. No text of an agent reaches the terminal unescaped.
 */
public final class FloodwallFormatter implements MessageFormatter {
  private final ObjectMapper json = new ObjectMapper(AsciiJson.factory());
  private FormatterConfig config = new FormatterConfig(Map.of());
  private RecordView view = view();

  @Override
  public void configure(Map<String, ?> properties) {
    config = new FormatterConfig(properties);
    view = view();
  }

  @Override
  public void writeTo(ConsumerRecord<byte[], byte[]> record, PrintStream out) {
    ObjectNode shown = view.of(record);
    out.println(config.isText() ? text(record, shown) : line(shown));
  }

  private RecordView view() {
    return new RecordView(new GenericCodec(config.schemaIds()), config);
  }

  private String line(ObjectNode object) {
    try {
      return json.writeValueAsString(object);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree always prints", e);
    }
  }

  private static String text(ConsumerRecord<byte[], byte[]> record, ObjectNode shown) {
    String place = record.topic() + "-" + record.partition() + "@" + record.offset();
    String time =
        record.timestamp() < 0 ? "-" : Instant.ofEpochMilli(record.timestamp()).toString();
    return PlainText.escaped(place) + " " + time + " " + TreeText.fields(RecordView.body(shown));
  }
}
