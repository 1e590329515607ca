package io.floodwall.schemas;

import io.floodwall.core.Bytes;
import io.floodwall.core.Hash;
import org.jspecify.annotations.Nullable;

/**
 * How one record of the core is written to bytes and read back. Safe for many threads.
 *
 * <p>Reading resolves the schema a record was written with to the current one (BACKWARD evolution),
 * so every version ever published stays readable.
 */
public interface Codec<T> {
  /** The record's name, such as {@code Intent}. */
  String name();

  /** The fingerprint of the schema that {@link #encode} writes with. */
  Hash fingerprint();

  /**
   * The framed bytes of {@code value}. Text that has no UTF-8, because it holds half a surrogate
   * pair, is refused with an {@link IllegalArgumentException}.
   */
  byte[] encode(T value);

  /** The record in the framed bytes of a Kafka value. */
  T decode(byte @Nullable [] value) throws MalformedRecordException;

  /** The record in bytes without framing, written with the schema that has this fingerprint. */
  T decodePayload(Hash fingerprint, Bytes payload) throws MalformedRecordException;
}
