package io.floodwall.admission;

import io.floodwall.core.Hash;
import io.floodwall.core.Reason;
import io.floodwall.core.intent.Intent;
import io.floodwall.core.intent.IntentBounds;
import io.floodwall.core.intent.PlainText;
import io.floodwall.core.signing.SignatureHeader;
import io.floodwall.schemas.Codec;
import io.floodwall.schemas.MalformedRecordException;
import io.floodwall.schemas.Topics;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Tells an intent from what is not one: size, key, encoding, bounds, and whether the record lies
 * where its key hashes to.
 *
 * <p>It never throws for what an agent sent: everything is either an intent or a reason why not.
 */
final class Door {
  /** The magic and the schema id before every value. */
  static final int FRAMING_BYTES = 5;

  private final Codec<Intent> codec;
  private final int partition;
  private final int partitions;

  Door(Codec<Intent> codec, int partition, int partitions) {
    this.codec = codec;
    this.partition = partition;
    this.partitions = partitions;
  }

  /**
   * What a record turned out to be.
   *
   * @param agent the key where it is a name, else empty
   * @param intent the intent, or null when it is refused for {@code reason}; may be there beside a
   *     reason
   */
  record Entry(
      String agent,
      @Nullable Intent intent,
      long bodyPrefix,
      @Nullable Reason reason,
      String detail) {}

  Entry read(Record<byte[], byte[]> record) {
    String agent = PlainText.nameOf(record.key()); // a key that is none is not repeated anywhere
    int size = sizeOf(record);
    if (size > IntentBounds.RECORD_BYTES_MAX) {
      return refused(agent, Reason.TOO_LARGE, size + " bytes of " + IntentBounds.RECORD_BYTES_MAX);
    }
    if (record.key() == null) {
      return refused(agent, Reason.NULL_KEY, "the record has no key");
    }
    Intent intent;
    try {
      intent = codec.decode(record.value());
    } catch (MalformedRecordException e) {
      return refused(agent, e.reason(), String.valueOf(e.getMessage()));
    }
    return check(agent, intent, record);
  }

  /** The values of the headers that carry a signature. */
  static List<byte[]> signatures(Headers headers) {
    var values = new ArrayList<byte[]>(1);
    for (Header header : headers.headers(SignatureHeader.NAME)) {
      values.add(header.value() == null ? new byte[0] : header.value());
    }
    return values;
  }

  /**
   * What a signature is over: the intent's Avro binary, as the decision keeps it and an auditor
   * writes it again, not as the agent happened to encode it.
   */
  Hash digest(Intent intent) {
    byte[] value = codec.encode(intent);
    return Hash.sha256(value, FRAMING_BYTES, value.length - FRAMING_BYTES);
  }

  private Entry check(String agent, Intent intent, Record<byte[], byte[]> record) {
    IntentBounds.Violation violation = IntentBounds.check(intent);
    if (violation != null) {
      boolean named = violation.reason() != Reason.BAD_IDENTITY;
      return new Entry(agent, named ? intent : null, 0, violation.reason(), violation.detail());
    }
    if (!agent.equals(intent.agent())) {
      return new Entry(
          agent, intent, 0, Reason.KEY_MISMATCH, "the intent names agent '" + intent.agent() + "'");
    }
    int home = Topics.partitionOf(agent, partitions);
    if (home != partition) {
      return new Entry(
          agent,
          intent,
          0,
          Reason.MISROUTED,
          "the key belongs in partition " + home + ": " + Reason.MISROUTED.next());
    }
    return new Entry(agent, intent, bodyPrefix(record.value()), null, "");
  }

  /** The first 64 bits of the digest of an intent's bytes, its frame not counted. */
  static long bodyPrefix(byte[] value) {
    return Hash.sha256(value, FRAMING_BYTES, value.length - FRAMING_BYTES).prefix();
  }

  private static Entry refused(String agent, Reason reason, String detail) {
    return new Entry(agent, null, 0, reason, detail);
  }

  private static int sizeOf(Record<byte[], byte[]> record) {
    int size = length(record.key()) + length(record.value());
    for (Header header : record.headers()) {
      size += PlainText.utf8Length(header.key()) + length(header.value());
    }
    return size;
  }

  private static int length(byte @Nullable [] bytes) {
    return bytes == null ? 0 : bytes.length;
  }
}
