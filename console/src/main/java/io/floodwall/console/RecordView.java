package io.floodwall.console;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.floodwall.core.Bytes;
import io.floodwall.core.Hash;
import io.floodwall.schemas.GenericCodec;
import io.floodwall.schemas.MalformedRecordException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * What is shown of one Kafka record, as a tree: its place and time, its key, and its value decoded,
 * or what is wrong with it and how it starts.
 */
final class RecordView {
  /** How many bytes of what does not decode are shown. */
  static final int SHOWN_BYTES = 64;

  private static final String LEDGER_ENTRY = "LedgerEntry";
  private static final String PAYLOAD = "payload";

  private final GenericCodec codec;
  private final FormatterConfig config;

  RecordView(GenericCodec codec, FormatterConfig config) {
    this.codec = codec;
    this.config = config;
  }

  ObjectNode of(ConsumerRecord<byte[], byte[]> record) {
    ObjectNode shown = JsonNodeFactory.instance.objectNode();
    shown.put("topic", record.topic());
    shown.put("partition", record.partition()).put("offset", record.offset());
    if (record.timestamp() >= 0) {
      shown.put("timestamp", record.timestamp());
      shown.put("time", Instant.ofEpochMilli(record.timestamp()).toString());
    }
    putBytes(shown, "key", record.key());
    if (config.showsHeaders()) {
      var headers = shown.putArray("headers");
      for (Header header : record.headers()) {
        ObjectNode one = headers.addObject().put("name", header.key());
        putBytes(one, "value", header.value());
      }
    }
    putValue(shown, record.value());
    return shown;
  }

  /** What is left of {@code shown} without the record's place and time. */
  static ObjectNode body(ObjectNode shown) {
    return shown
        .deepCopy()
        .without(Arrays.asList("topic", "partition", "offset", "timestamp", "time"));
  }

  private void putValue(ObjectNode shown, byte @Nullable [] value) {
    if (value == null) {
      shown.put("tombstone", true);
      return;
    }
    try {
      GenericRecord record = codec.read(value);
      shown.put("record", record.getSchema().getName());
      ObjectNode tree = RecordTree.of(record);
      shown.set("value", tree);
      if (config.decodesPayloads() && record.getSchema().getName().equals(LEDGER_ENTRY)) {
        decodePayload(record, tree);
      }
    } catch (MalformedRecordException e) {
      putDamage(shown, e, value);
    }
  }

  /** A payload is stored without its frame; the entry names its schema by fingerprint. */
  private void decodePayload(GenericRecord entry, ObjectNode tree) {
    if (entry.hasField(PAYLOAD)
        && entry.get(PAYLOAD) instanceof ByteBuffer bytes
        && entry.hasField("schemaFingerprint")
        && entry.get("schemaFingerprint") instanceof GenericFixed fingerprint) {
      var payload = new byte[bytes.remaining()];
      bytes.duplicate().get(payload);
      ObjectNode shown = tree.putObject(PAYLOAD);
      try {
        GenericRecord record =
            codec.readPayload(Hash.of(fingerprint.bytes()), Bytes.copyOf(payload));
        shown.put("record", record.getSchema().getName());
        shown.set("value", RecordTree.of(record));
      } catch (MalformedRecordException e) {
        putDamage(shown, e, payload);
      }
    }
  }

  private static void putDamage(ObjectNode shown, MalformedRecordException damage, byte[] bytes) {
    shown.put("error", damage.reason().name());
    shown.put("detail", damage.getMessage());
    shown.put("bytes", bytes.length).put("hex", hex(bytes));
  }

  /** Text where the bytes are text, and otherwise how they start in hex. */
  private static void putBytes(ObjectNode shown, String name, byte @Nullable [] bytes) {
    if (bytes == null) {
      shown.putNull(name);
      return;
    }
    try {
      shown.put(
          name, StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      shown.put(name + "_hex", hex(bytes));
    }
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, SHOWN_BYTES));
  }
}
