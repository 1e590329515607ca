package io.floodwall.ledger;

import io.floodwall.runtime.AppConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigException;

/** The ledger's keys. */
public final class LedgerConfig extends AppConfig {
  public static final String REFUSALS_MAX = "floodwall.ledger.refusals.max";
  public static final String REFUSALS_LINGER_MS = "floodwall.ledger.refusals.linger.ms";
  public static final String HEADS_INTERVAL_MS = "floodwall.ledger.heads.interval.ms";
  public static final String SEALER_ENABLED = "floodwall.sealer.enabled";
  public static final String KEY_FILES = "floodwall.sealer.key.files";
  public static final String SEAL_INTERVAL_MS = "floodwall.sealer.interval.ms";

  private static final int KEYS_MAX = 8;

  public LedgerConfig(Map<String, ?> given) {
    super(definition(), given);
  }

  /** All keys: the common ones and the ledger's. */
  public static ConfigDef definition() {
    return common()
        .define(
            REFUSALS_MAX,
            ConfigDef.Type.INT,
            256,
            Range.between(1, 256),
            Importance.MEDIUM,
            "The most refusals that one ledger entry stands for.")
        .define(
            REFUSALS_LINGER_MS,
            ConfigDef.Type.LONG,
            100L,
            Range.between(0L, 60_000L),
            Importance.MEDIUM,
            "How long a refusal may wait for others to share its ledger entry, in milliseconds;"
                + " looked at every "
                + HEADS_INTERVAL_MS
                + ".")
        .define(
            HEADS_INTERVAL_MS,
            ConfigDef.Type.LONG,
            20L,
            Range.between(1L, 60_000L),
            Importance.MEDIUM,
            "How often a chain's head is published while it moves, in milliseconds. Deployers wait"
                + " for a head, so this is part of every decision's latency.")
        .define(
            SEALER_ENABLED,
            ConfigDef.Type.BOOLEAN,
            true,
            Importance.MEDIUM,
            "Whether entries are read back, checked, and grown into a Merkle tree whose tiles and"
                + " signed checkpoints let outsiders check the ledger. Decide once: an instance"
                + " that was without it for more than a week does not start with it again.")
        .define(
            KEY_FILES,
            ConfigDef.Type.LIST,
            List.of(),
            ConfigDef.ValidList.anyNonDuplicateValues(true, false),
            Importance.HIGH,
            "Files with the secret keys that sign checkpoints, made by floodwall keys new, each of"
                + " mode 0600. All of them sign, so a new key can be made known before the old one"
                + " goes; 8 at most. Empty: tiles are written and nothing is signed.")
        .define(
            SEAL_INTERVAL_MS,
            ConfigDef.Type.LONG,
            500L,
            Range.between(1L, 3_600_000L),
            Importance.MEDIUM,
            "How often a checkpoint is signed while entries arrive, in milliseconds. Receipts wait"
                + " for one.");
  }

  /** Whether the ledger is read back and sealed. */
  boolean isSealing() {
    return getBoolean(SEALER_ENABLED);
  }

  /** The files with the log's keys. */
  List<String> keyFiles() {
    List<String> files = getList(KEY_FILES);
    if (files.size() > KEYS_MAX) {
      throw new ConfigException(KEY_FILES, files, "at most " + KEYS_MAX + " keys sign");
    }
    return files;
  }

  /** How often a checkpoint is signed. */
  long sealIntervalMs() {
    return getLong(SEAL_INTERVAL_MS);
  }

  /** The most refusals in one entry. */
  int refusalsMax() {
    return getInt(REFUSALS_MAX);
  }

  /** How long a refusal may wait for its entry. */
  long refusalsLingerMs() {
    return getLong(REFUSALS_LINGER_MS);
  }

  /** How often the clock's turn comes. */
  Duration turn() {
    return Duration.ofMillis(getLong(HEADS_INTERVAL_MS));
  }
}
