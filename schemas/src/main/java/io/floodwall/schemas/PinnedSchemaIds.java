package io.floodwall.schemas;

import io.floodwall.core.Hash;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.Map;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Schema ids from {@code schema-ids.properties}, so that no registry server is needed.
 *
 * <p>Each line is {@code id = file}, the file one self-contained version of one record's schema in
 * {@code versions/}. A line is never changed or removed, so old records decode for ever; of several
 * versions of a record, the one with the highest id is written.
 */
public final class PinnedSchemaIds implements SchemaIds {
  private static final String LIST = "schema-ids.properties";
  private static final String FOLDER = "versions/";
  private static final PinnedSchemaIds SHIPPED = read();

  private final SortedMap<Integer, RecordSchema> versions;
  private final Map<Integer, RecordSchema> byId;
  private final Map<Hash, RecordSchema> byFingerprint;
  private final Map<String, RecordSchema> current;

  private PinnedSchemaIds(SortedMap<Integer, RecordSchema> versions) {
    this.versions = Collections.unmodifiableSortedMap(versions);
    this.byId = Map.copyOf(versions);
    this.byFingerprint =
        versions.values().stream()
            .collect(Collectors.toUnmodifiableMap(RecordSchema::fingerprint, version -> version));
    this.current =
        versions.values().stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    RecordSchema::recordName,
                    version -> version,
                    (one, other) -> one.id() > other.id() ? one : other));
  }

  /** The ids that ship. */
  public static PinnedSchemaIds load() {
    return SHIPPED;
  }

  private static PinnedSchemaIds read() {
    var files = new Properties();
    try (InputStream in = open(LIST)) {
      files.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var versions = new TreeMap<Integer, RecordSchema>();
    for (String key : files.stringPropertyNames()) {
      int id = Integer.parseInt(key);
      versions.put(id, RecordSchema.of(id, parse(FOLDER + files.getProperty(key))));
    }
    return new PinnedSchemaIds(versions);
  }

  /** Every version, by id. */
  public SortedMap<Integer, RecordSchema> versions() {
    return versions;
  }

  @Override
  public RecordSchema current(String recordName) {
    RecordSchema version = current.get(recordName);
    if (version == null) {
      throw new IllegalArgumentException(LIST + " has no record " + recordName);
    }
    return version;
  }

  @Override
  public @Nullable RecordSchema byId(int id) {
    return byId.get(id);
  }

  @Override
  public @Nullable RecordSchema byFingerprint(Hash fingerprint) {
    return byFingerprint.get(fingerprint);
  }

  private static Schema parse(String file) {
    try (InputStream in = open(file)) {
      return new Schema.Parser().parse(in);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  private static InputStream open(String file) throws IOException {
    InputStream in = PinnedSchemaIds.class.getResourceAsStream(file);
    if (in == null) {
      throw new IOException("the resource " + file + " is missing");
    }
    return in;
  }
}
