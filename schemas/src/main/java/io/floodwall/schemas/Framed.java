package io.floodwall.schemas;

import io.floodwall.core.Bytes;
import io.floodwall.core.Hash;

/**
 * A record value without its framing: what the ledger stores and hashes.
 *
 * @param recordName the record that the frame's schema describes, such as {@code Decision}
 * @param fingerprint the SHA-256 of the Parsing Canonical Form of the schema it was written with
 * @param payload the Avro binary, exactly as it stood behind the frame's header; not yet decoded
 */
public record Framed(String recordName, Hash fingerprint, Bytes payload) {}
