package io.floodwall.schemas;

import io.floodwall.core.Hash;
import org.jspecify.annotations.Nullable;

/** Which schema ids stand in frames, and which schemas they stand for. Safe for many threads. */
public interface SchemaIds {

  /** The version that records of this name are written with; an unknown name is refused. */
  RecordSchema current(String recordName);

  /** The version with this id, or null when the id is not known. */
  @Nullable RecordSchema byId(int id);

  /** The version with this fingerprint, or null when it is not known. */
  @Nullable RecordSchema byFingerprint(Hash fingerprint);
}
