package io.floodwall.ledger;

import io.floodwall.runtime.AppConfig;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;

/** The ledger's keys. */
public final class LedgerConfig extends AppConfig {
  public static final String REFUSALS_MAX = "floodwall.ledger.refusals.max";
  public static final String REFUSALS_LINGER_MS = "floodwall.ledger.refusals.linger.ms";
  public static final String HEADS_INTERVAL_MS = "floodwall.ledger.heads.interval.ms";

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
                + " for a head, so this is part of every decision's latency.");
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
