package io.floodwall.gate;

import io.floodwall.core.Reason;
import io.floodwall.core.admission.Candidate;
import io.floodwall.core.intent.IntentBounds;
import io.floodwall.runtime.UnusableRecordException;
import io.floodwall.schemas.Codec;
import io.floodwall.schemas.MalformedRecordException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Tells a candidate that admission wrote from every other record on its topic. */
final class CandidateDoor {
  /** The most that admission's facts add to an intents record. */
  private static final int FACTS_BYTES_MAX = 4 * 1024;

  /**
   * The most bytes a candidate's key and value have: what comes of more might not fit further on.
   */
  static final int RECORD_BYTES_MAX = IntentBounds.RECORD_BYTES_MAX + FACTS_BYTES_MAX;

  private final Codec<Candidate> codec;
  private final int partition;

  CandidateDoor(Codec<Candidate> codec, int partition) {
    this.codec = codec;
    this.partition = partition;
  }

  Candidate read(Record<byte[], byte[]> record) throws UnusableRecordException {
    int bytes = length(record.key()) + length(record.value());
    if (bytes > RECORD_BYTES_MAX) {
      throw new UnusableRecordException(
          Reason.TOO_LARGE, "key and value have " + bytes + " bytes of " + RECORD_BYTES_MAX);
    }
    try {
      return checked(codec.decode(record.value()), record.key());
    } catch (MalformedRecordException e) {
      throw UnusableRecordException.of(e);
    }
  }

  private Candidate checked(Candidate candidate, byte @Nullable [] key)
      throws UnusableRecordException {
    int claimed = candidate.facts().sourcePartition();
    if (claimed != partition) {
      throw new UnusableRecordException(
          Reason.UNEXPECTED_RECORD,
          "the candidate says it came from partition " + claimed + " and lies in " + partition);
    }
    if (!Arrays.equals(candidate.intent().agent().getBytes(StandardCharsets.UTF_8), key)) {
      throw new UnusableRecordException(
          Reason.UNEXPECTED_RECORD, "the key is not the agent named in the candidate");
    }
    return candidate;
  }

  private static int length(byte @Nullable [] bytes) {
    return bytes == null ? 0 : bytes.length;
  }
}
