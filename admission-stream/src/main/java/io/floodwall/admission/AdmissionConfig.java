package io.floodwall.admission;

import io.floodwall.core.admission.Admission;
import io.floodwall.core.admission.RateLimit;
import io.floodwall.core.admission.ReleaseBudget;
import io.floodwall.core.signing.Signatures;
import io.floodwall.runtime.AppConfig;
import io.floodwall.tlog.Ed25519Signatures;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigException;

/** Admission's keys. */
public final class AdmissionConfig extends AppConfig {
  public static final String RATE_BURST = "floodwall.rate.burst";
  public static final String RATE_REFILL = "floodwall.rate.refill";
  public static final String RATE_PERIOD_MS = "floodwall.rate.period.ms";
  public static final String ROOM_CAPACITY = "floodwall.room.capacity";
  public static final String RELEASE_PER_SECOND = "floodwall.release.per.second";
  public static final String RELEASE_BURST = "floodwall.release.burst";
  public static final String RELEASE_TURN_MAX = "floodwall.release.turn.max";
  public static final String RELEASE_INTERVAL_MS = "floodwall.release.interval.ms";
  public static final String RECENT_MAX = "floodwall.recent.intents.max";
  public static final String REMEMBER_MS = "floodwall.agents.remember.ms";
  public static final String AGENTS_HELD = "floodwall.agents.held.max";
  public static final String SWEEP_MAX = "floodwall.agents.sweep.max";
  public static final String REANCHOR_MS = "floodwall.clock.reanchor.ms";

  public static final String SIGNING_KEYS_MAX = "floodwall.signing.keys.max";

  public static final String SIGNING_AHEAD_THREADS = "floodwall.signing.ahead.threads";
  public static final String SIGNING_AHEAD_MAX = "floodwall.signing.ahead.max";

  /** {@link #SIGNING_AHEAD_THREADS} when the machine decides. */
  public static final String AUTO = "auto";

  private static final int AHEAD_THREADS_AUTO_MAX = 4;
  private static final int AHEAD_THREADS_MAX = 64;

  /** {@link #RELEASE_PER_SECOND} when there is no limit. */
  public static final String UNLIMITED = "unlimited";

  public AdmissionConfig(Map<String, ?> given) {
    super(definition(), given);
    rate(); // limits that contradict each other fail here
    budget();
    aheadThreads();
  }

  /** All keys: the common ones and admission's. */
  public static ConfigDef definition() {
    return common()
        .define(
            RATE_BURST,
            ConfigDef.Type.LONG,
            64L,
            Range.between(0L, 1_000_000_000L),
            Importance.HIGH,
            "Tokens in a full bucket: how many intents an agent may send at once. 0 refuses every"
                + " intent.")
        .define(
            RATE_REFILL,
            ConfigDef.Type.LONG,
            16L,
            Range.between(0L, 1_000_000_000L),
            Importance.HIGH,
            "Tokens an agent's bucket gains per period.")
        .define(
            RATE_PERIOD_MS,
            ConfigDef.Type.LONG,
            1_000L,
            Range.between(1L, 86_400_000L),
            Importance.HIGH,
            "The refill period, in milliseconds of record time.")
        .define(
            ROOM_CAPACITY,
            ConfigDef.Type.INT,
            1_024,
            Range.between(0, 1_000_000),
            Importance.HIGH,
            "How many intents may wait in one partition; beyond it they are refused BACKPRESSURE. 0"
                + " refuses every intent.")
        .define(
            RELEASE_PER_SECOND,
            ConfigDef.Type.STRING,
            UNLIMITED,
            Importance.HIGH,
            "How many intents one partition releases a second, or "
                + UNLIMITED
                + ". 0 releases nothing.")
        .define(
            RELEASE_BURST,
            ConfigDef.Type.LONG,
            100L,
            Range.between(1L, 1_000_000_000L),
            Importance.MEDIUM,
            "How many releases the budget can save up. Means nothing when releases are "
                + UNLIMITED
                + ".")
        .define(
            RELEASE_TURN_MAX,
            ConfigDef.Type.INT,
            1_000,
            Range.between(1, 100_000),
            Importance.LOW,
            "The most releases in one turn of the clock, so that arrivals are never starved.")
        .define(
            RELEASE_INTERVAL_MS,
            ConfigDef.Type.LONG,
            10L,
            Range.between(1L, 60_000L),
            Importance.LOW,
            "How often waiting intents are looked at, in milliseconds.")
        .define(
            RECENT_MAX,
            ConfigDef.Type.INT,
            64,
            Range.between(0, 1_024),
            Importance.MEDIUM,
            "How many accepted intents are remembered per agent to tell a retry from a new intent."
                + " 0 looks for none.")
        .define(
            REMEMBER_MS,
            ConfigDef.Type.LONG,
            86_400_000L,
            Range.between(0L, 2_592_000_000L),
            Importance.LOW,
            "How long an agent that sends nothing is remembered once its bucket is full again, in"
                + " milliseconds of record time.")
        .define(
            AGENTS_HELD,
            ConfigDef.Type.INT,
            5_000,
            Range.between(0, 10_000_000),
            Importance.LOW,
            "How many agents of a partition are held as objects between commits, up to 2 KiB each;"
                + " others are read from and written to the store for every intent.")
        .define(
            SWEEP_MAX,
            ConfigDef.Type.INT,
            1_000,
            Range.between(1, 100_000),
            Importance.LOW,
            "The most agents looked at per second for being forgotten.")
        .define(
            REANCHOR_MS,
            ConfigDef.Type.LONG,
            5_000L,
            Range.between(0L, 86_400_000L),
            Importance.LOW,
            "A step back of the broker's clock by more than this moves buckets to the new time,"
                + " refilling nothing; a smaller one is waited out. In milliseconds.")
        .define(
            SIGNING_KEYS_MAX,
            ConfigDef.Type.INT,
            10_000,
            Range.between(1, 1_000_000),
            Importance.LOW,
            "How many agents' public keys each task keeps ready for verification; the one used"
                + " longest ago makes room.")
        .define(
            SIGNING_AHEAD_THREADS,
            ConfigDef.Type.STRING,
            AUTO,
            Importance.LOW,
            "Threads that verify signatures of intents that were read but whose turn has not come,"
                + " 0 to 64; 0 leaves it to the thread that decides. "
                + AUTO
                + ": the processors less one, at most 4.")
        .define(
            SIGNING_AHEAD_MAX,
            ConfigDef.Type.INT,
            4_096,
            Range.between(1, 1_000_000),
            Importance.LOW,
            "How many signatures may be verified ahead or wait for it at once, about 1 KiB each.");
  }

  /** The agents' limit. */
  public RateLimit rate() {
    try {
      return RateLimit.perPeriod(
          getLong(RATE_BURST), getLong(RATE_REFILL), getLong(RATE_PERIOD_MS), getLong(REANCHOR_MS));
    } catch (IllegalArgumentException e) {
      throw new ConfigException(RATE_REFILL + " and " + RATE_PERIOD_MS + ": " + e.getMessage());
    }
  }

  /** The rules at the door. */
  public Admission admission(Signatures signatures) {
    return new Admission(rate(), getInt(ROOM_CAPACITY), getInt(RECENT_MAX), signatures);
  }

  /** What verifies signatures in turn, new. */
  Signatures signatures() {
    return new Ed25519Signatures(getInt(SIGNING_KEYS_MAX));
  }

  /** What verifies signatures ahead for all of {@code partitions}, new. */
  Ahead ahead(int partitions) {
    long keysMax = (long) getInt(SIGNING_KEYS_MAX) * partitions; // the bound is a partition's
    return new Ahead(
        aheadThreads(), getInt(SIGNING_AHEAD_MAX), (int) Math.min(keysMax, Integer.MAX_VALUE));
  }

  /** How many threads that takes. */
  int aheadThreads() {
    String threads = getString(SIGNING_AHEAD_THREADS);
    if (threads.equals(AUTO)) {
      return Math.min(Runtime.getRuntime().availableProcessors() - 1, AHEAD_THREADS_AUTO_MAX);
    }
    try {
      int given = Integer.parseInt(threads);
      if (given >= 0 && given <= AHEAD_THREADS_MAX) {
        return given;
      }
    } catch (NumberFormatException e) {
      // told below, as one out of range is
    }
    throw new ConfigException(
        SIGNING_AHEAD_THREADS,
        threads,
        "must be " + AUTO + " or a whole number from 0 to " + AHEAD_THREADS_MAX);
  }

  /** A new release budget. */
  public ReleaseBudget budget() {
    String perSecond = getString(RELEASE_PER_SECOND);
    if (perSecond.equals(UNLIMITED)) {
      return ReleaseBudget.unlimited();
    }
    try {
      return ReleaseBudget.perSecond(
          Long.parseLong(perSecond), getLong(RELEASE_BURST), getLong(REANCHOR_MS));
    } catch (NumberFormatException e) {
      throw new ConfigException(
          RELEASE_PER_SECOND, perSecond, "must be " + UNLIMITED + " or a whole number");
    } catch (IllegalArgumentException e) {
      throw new ConfigException(RELEASE_PER_SECOND, perSecond, e.getMessage());
    }
  }
}
