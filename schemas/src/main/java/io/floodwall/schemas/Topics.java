package io.floodwall.schemas;

import io.floodwall.core.gate.Verdict;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.kafka.common.utils.Utils;

/**
 * Every topic of one wall: names, contents and settings, in this one place.
 *
 * <p>All topics but the dead letters have the same number of partitions, fixed for life. Only
 * {@code intents} relies on hashing; every later record is written to the partition its source came
 * from.
 */
public final class Topics {
  /** The prefix of whoever chooses none. */
  public static final String DEFAULT_PREFIX = "floodwall.";

  /** The most bytes of one record behind {@code intents}: key, value and headers. */
  public static final int RECORD_BYTES_MAX = 256 * 1024;

  /**
   * The most bytes of what is ledgered, so that its entry is a record too: key, fields, headers.
   */
  public static final int LEDGERED_BYTES_MAX = RECORD_BYTES_MAX - 2 * 1024;

  // The broker's limit is on batches as they arrive, compressed, so it says nothing of a record's
  // size: a batch of many small records may be larger, and one record in it may unpack to more. It
  // only has to let full batches through; the size ladder is checked on records, after unpacking.
  private static final int BATCH_BYTES_MAX = 1024 * 1024;

  // Long.MAX_VALUE would overflow: the cleaner adds it to the clock to date a tombstone's end.
  private static final long FOR_EVER_MS = Duration.ofDays(365_000).toMillis();

  private static final int NAME_CHARS_MAX = 249;
  private static final Pattern PREFIX = Pattern.compile("[a-zA-Z0-9._-]*[a-zA-Z0-9_-]\\.");

  private static final String AGENT = "agent";
  private static final String DECISION = "Decision";

  private final String prefix;

  /** Whose clock stamps the records of {@code intents}. */
  public enum IntentsTime {
    /** The broker's, when it appends: the only safe one, as rates are measured on it. */
    APPEND("LogAppendTime"),
    /** The producer's: for demonstrations that tell their own time. An agent could mint tokens. */
    CREATE("CreateTime");

    private final String config;

    IntentsTime(String config) {
      this.config = config;
    }
  }

  /** Topics whose names start with {@code prefix}: legal topic characters that end in a dot. */
  public Topics(String prefix) {
    if (!PREFIX.matcher(prefix).matches()
        || prefix.length() + "dead-letters".length() > NAME_CHARS_MAX) {
      throw new IllegalArgumentException(
          "topic prefix '"
              + prefix
              + "' must be letters, digits, '.', '_' and '-', end with one '.', and be short"
              + " enough for names of "
              + NAME_CHARS_MAX
              + " characters");
    }
    this.prefix = prefix;
  }

  public String intents() {
    return prefix + "intents";
  }

  public String refused() {
    return prefix + "refused";
  }

  public String waiting() {
    return prefix + "waiting";
  }

  public String candidates() {
    return prefix + "candidates";
  }

  public String admitted() {
    return prefix + "admitted";
  }

  public String deferred() {
    return prefix + "deferred";
  }

  public String rejected() {
    return prefix + "rejected";
  }

  public String outcomes() {
    return prefix + "outcomes";
  }

  public String ledger() {
    return prefix + "ledger";
  }

  public String heads() {
    return prefix + "heads";
  }

  public String tiles() {
    return prefix + "tiles";
  }

  public String checkpoints() {
    return prefix + "checkpoints";
  }

  public String cosignatures() {
    return prefix + "cosignatures";
  }

  public String policies() {
    return prefix + "policies";
  }

  public String controls() {
    return prefix + "controls";
  }

  public String deadLetters() {
    return prefix + "dead-letters";
  }

  /** The topic that decisions with this verdict go to. */
  public String verdict(Verdict verdict) {
    return switch (verdict) {
      case ADMIT -> admitted();
      case DEFER -> deferred();
      case REJECT -> rejected();
    };
  }

  /** Every topic, in the order of the flow. */
  public List<TopicSpec> all() {
    return all(IntentsTime.APPEND);
  }

  /** Every topic, with {@code intents} stamped by this clock. */
  public List<TopicSpec> all(IntentsTime intentsTime) {
    return List.of(
        spec(intents(), AGENT, "Intent", stamped(intentsTime, deleteAfterDays(7)), "agents"),
        spec(refused(), AGENT, "Refusal", deleteAfterDays(7), "admission"),
        spec(waiting(), AGENT, "Waiting", deleteAfterDays(1), "admission"),
        spec(candidates(), AGENT, "Candidate", deleteAfterDays(7), "admission"),
        spec(admitted(), AGENT, DECISION, deleteAfterDays(30), "gate"),
        spec(deferred(), AGENT, DECISION, deleteAfterDays(30), "gate"),
        spec(rejected(), AGENT, DECISION, deleteAfterDays(30), "gate"),
        spec(outcomes(), AGENT, "Outcome", deleteAfterDays(30), "deployers"),
        spec(ledger(), "<partition>/<16-digit seq>", "LedgerEntry", keepEvidence(), "ledger"),
        spec(heads(), "<partition>", "Head", compact(), "ledger"),
        spec(tiles(), "<partition>/<level>/<number>", TopicSpec.TILE, compact(), "ledger"),
        spec(checkpoints(), "<partition>/<size>", TopicSpec.NOTE, keepEvidence(), "ledger"),
        spec(
            cosignatures(),
            "<partition>/<size>/<witness>",
            TopicSpec.NOTE,
            keepEvidence(),
            "feeders"),
        spec(policies(), "<tenant>/<version>", "PolicyBundle", compact(), "operators"),
        spec(
            controls(),
            "valve, jail/<agent>, key/<agent>/<key id>, signing or signing/<agent>",
            "Control",
            compact(),
            "operators"),
        spec(
            deadLetters(),
            "<topic>/<partition>/<offset>",
            TopicSpec.BYTES,
            deleteAfterDays(30),
            "any stage"));
  }

  /**
   * The partition that Kafka's default partitioner gives {@code agent}: the positive murmur2 of its
   * UTF-8 bytes, modulo the number of partitions.
   */
  public static int partitionOf(String agent, int partitions) {
    byte[] key = agent.getBytes(StandardCharsets.UTF_8);
    return Utils.toPositive(Utils.murmur2(key)) % partitions;
  }

  private TopicSpec spec(
      String name, String key, String value, SortedMap<String, String> configs, String writer) {
    configs.put("max.message.bytes", Integer.toString(BATCH_BYTES_MAX));
    boolean partitioned = !name.equals(deadLetters());
    return new TopicSpec(
        name, name.substring(prefix.length()), key, value, configs, partitioned, writer);
  }

  private static SortedMap<String, String> stamped(
      IntentsTime time, SortedMap<String, String> configs) {
    configs.put("message.timestamp.type", time.config);
    return configs;
  }

  private static SortedMap<String, String> deleteAfterDays(int days) {
    return new TreeMap<>(
        Map.of(
            "cleanup.policy",
            "delete",
            "retention.ms",
            Long.toString(Duration.ofDays(days).toMillis())));
  }

  private static SortedMap<String, String> compact() {
    return new TreeMap<>(Map.of("cleanup.policy", "compact"));
  }

  /**
   * Compacted in name, so that a key can be looked up; the lag keeps the cleaner from all of it.
   */
  private static SortedMap<String, String> keepEvidence() {
    SortedMap<String, String> configs = compact();
    configs.put("min.compaction.lag.ms", Long.toString(Long.MAX_VALUE));
    configs.put("delete.retention.ms", Long.toString(FOR_EVER_MS));
    return configs;
  }
}
