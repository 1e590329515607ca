package io.floodwall.core.admission;

import io.floodwall.core.intent.PlainText;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An operator's order to admission: the valve (stop or let go all releases) or a jail (refuse one
 * agent).
 *
 * @param agent whom a jail is for; empty for the valve
 * @param engaged true closes the valve or jails the agent; false opens or releases
 * @param reason why, for the record and for those it stops
 * @param who who gave the order
 * @param untilMs when it lapses by itself, in epoch milliseconds, or null
 */
public record Control(
    Kind kind, String agent, boolean engaged, String reason, String who, @Nullable Long untilMs) {

  /** What a control acts on. */
  public enum Kind {
    VALVE,
    JAIL
  }

  /** The key of the valve's record. */
  public static final String VALVE_KEY = "valve";

  /** What the key of a jail's record starts with. */
  public static final String JAIL_PREFIX = "jail/";

  public Control {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(reason, "reason");
    Objects.requireNonNull(who, "who");
    if ((kind == Kind.VALVE) != agent.isEmpty()) {
      throw new IllegalArgumentException("a jail names an agent and the valve names none");
    }
  }

  /** The valve, closed or open. */
  public static Control valve(boolean closed, String reason, String who, @Nullable Long untilMs) {
    return new Control(Kind.VALVE, "", closed, reason, who, untilMs);
  }

  /** A jail for {@code agent}, locked or lifted. */
  public static Control jail(
      String agent, boolean jailed, String reason, String who, @Nullable Long untilMs) {
    return new Control(Kind.JAIL, agent, jailed, reason, who, untilMs);
  }

  /** The record key: {@code valve} or {@code jail/<agent>}. */
  public String key() {
    return kind == Kind.VALVE ? VALVE_KEY : JAIL_PREFIX + agent;
  }

  /**
   * What is wrong with it as an order under the record key {@code key}, or null: whom a jail names
   * must be a name, as only a name can be an agent.
   */
  public @Nullable String problem(byte @Nullable [] key) {
    if (kind == Kind.JAIL && !PlainText.isName(agent)) {
      return "the jailed agent must be 1-200 bytes without control, bidi or edge-space characters";
    }
    return Arrays.equals(key().getBytes(StandardCharsets.UTF_8), key)
        ? null
        : "the key is not " + key();
  }

  /** Whether it still holds anything back at {@code nowMs}. */
  public boolean isInForceAt(long nowMs) {
    return engaged && (untilMs == null || nowMs < untilMs);
  }
}
