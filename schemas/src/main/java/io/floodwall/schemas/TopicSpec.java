package io.floodwall.schemas;

import java.util.Collections;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One topic: what it is called, what stands in it and how the broker is to keep it.
 *
 * @param name the full name, with its prefix
 * @param role the name without the prefix, such as {@code intents}
 * @param key what the record key is, for people
 * @param value the Avro record in the value, or {@link #BYTES}, {@link #TILE} or {@link #NOTE}
 * @param configs the topic's settings, sorted by key
 * @param partitioned true when it has the wall's number of partitions; false when it has one
 * @param writer who may write to it
 */
public record TopicSpec(
    String name,
    String role,
    String key,
    String value,
    SortedMap<String, String> configs,
    boolean partitioned,
    String writer) {

  /** A value that is whatever bytes came. */
  public static final String BYTES = "bytes";

  /** A value that is a tile of the Merkle tree: hashes of 32 bytes. */
  public static final String TILE = "tile";

  /** A value that is a signed note, UTF-8. */
  public static final String NOTE = "note";

  private static final Set<String> UNFRAMED = Set.of(BYTES, TILE, NOTE);

  public TopicSpec {
    configs = Collections.unmodifiableSortedMap(new TreeMap<>(configs));
  }

  /** Whether its values are Avro records in Confluent framing. */
  public boolean isAvro() {
    return !UNFRAMED.contains(value);
  }

  /** {@code delete} or {@code compact}. */
  public String cleanupPolicy() {
    return configs.getOrDefault("cleanup.policy", "delete");
  }

  /** How many partitions it has on a wall of {@code n}. */
  public int partitions(int n) {
    return partitioned ? n : 1;
  }
}
