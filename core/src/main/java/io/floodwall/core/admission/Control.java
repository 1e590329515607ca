package io.floodwall.core.admission;

import io.floodwall.core.intent.PlainText;
import io.floodwall.core.signing.AgentKey;
import io.floodwall.core.signing.Signatures;
import io.floodwall.core.signing.SigningMode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An operator's order to admission: the valve (stop or let go all releases), a jail (refuse one
 * agent), a key that an agent signs with, or what is asked of signatures.
 *
 * @param agent whom it is for; empty for the valve, and for what is asked of every agent
 * @param engaged true closes the valve, jails the agent, lets the key count or asks what the mode
 *     says; false opens, releases, revokes, or leaves it to what is asked of every agent
 * @param reason why, for the record and for those it stops
 * @param who who gave the order
 * @param untilMs when a closed valve or a jail lapses by itself, in epoch milliseconds, or null
 * @param agentKey the key, for a key and nothing else
 * @param mode what is asked, for signing and nothing else
 */
public record Control(
    Kind kind,
    String agent,
    boolean engaged,
    String reason,
    String who,
    @Nullable Long untilMs,
    @Nullable AgentKey agentKey,
    @Nullable SigningMode mode) {

  /** What a control acts on. */
  public enum Kind {
    VALVE,
    JAIL,
    KEY,
    SIGNING
  }

  /** The key of the valve's record. */
  public static final String VALVE_KEY = "valve";

  /** What the key of a jail's record starts with. */
  public static final String JAIL_PREFIX = "jail/";

  /** What the record key of an agent's key starts with. */
  public static final String KEY_PREFIX = "key/";

  /** The key of the record that says what is asked of every agent's signatures. */
  public static final String SIGNING_KEY = "signing";

  /** What the key of the record for one agent's signatures starts with. */
  public static final String SIGNING_PREFIX = "signing/";

  public Control {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(reason, "reason");
    Objects.requireNonNull(who, "who");
    boolean namesOne = !agent.isEmpty();
    if (kind != Kind.SIGNING && (kind != Kind.VALVE) != namesOne) {
      throw new IllegalArgumentException("a jail names an agent and the valve names none");
    }
    if ((kind == Kind.KEY) != (agentKey != null) || (kind == Kind.SIGNING) != (mode != null)) {
      throw new IllegalArgumentException("a key order has a key, a signing order a mode");
    }
  }

  /** An order about the valve or a jail. */
  public Control(
      Kind kind, String agent, boolean engaged, String reason, String who, @Nullable Long untilMs) {
    this(kind, agent, engaged, reason, who, untilMs, null, null);
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

  /** A key of {@code agent}, good or revoked. */
  public static Control key(String agent, AgentKey key, boolean good, String reason, String who) {
    return new Control(Kind.KEY, agent, good, reason, who, null, key, null);
  }

  /** What is asked of the signatures of {@code agent}; of every agent's when that is empty. */
  public static Control signing(
      String agent, SigningMode mode, boolean engaged, String reason, String who) {
    return new Control(Kind.SIGNING, agent, engaged, reason, who, null, null, mode);
  }

  /**
   * The record key: {@code valve}, {@code jail/<agent>}, {@code key/<agent>/<key id>}, {@code
   * signing} or {@code signing/<agent>}. A key id has 16 hex digits, so no two keys run together.
   */
  public String key() {
    return switch (kind) {
      case VALVE -> VALVE_KEY;
      case JAIL -> JAIL_PREFIX + agent;
      case KEY -> KEY_PREFIX + agent + "/" + Objects.requireNonNull(agentKey).id();
      case SIGNING -> agent.isEmpty() ? SIGNING_KEY : SIGNING_PREFIX + agent;
    };
  }

  /**
   * What is wrong with it as an order under the record key {@code key}, or null: whom an order
   * names must be a name, as only a name can be an agent.
   */
  public @Nullable String problem(byte @Nullable [] key) {
    if (!agent.isEmpty() && !PlainText.isName(agent)) {
      return (kind == Kind.JAIL ? "the jailed agent" : "the agent")
          + " must be 1-200 bytes without control, bidi or edge-space characters";
    }
    if (untilMs != null && (kind == Kind.KEY || kind == Kind.SIGNING)) {
      return "an order about keys or signing does not lapse by itself";
    }
    return Arrays.equals(key().getBytes(StandardCharsets.UTF_8), key)
        ? null
        : "the key is not " + key();
  }

  /** Why the key in it is no key, or null; there is nothing to say of an order without one. */
  public @Nullable String keyProblem(Signatures signatures) {
    if (agentKey == null) {
      return null;
    }
    String problem = agentKey.problem();
    return problem == null ? signatures.problem(agentKey.publicKey()) : problem;
  }

  /**
   * What it says in a word: closed, open; jailed, released; published, revoked; off, checked,
   * required, or lifted.
   */
  public String says() {
    return switch (kind) {
      case VALVE -> engaged ? "closed" : "open";
      case JAIL -> engaged ? "jailed" : "released";
      case KEY -> engaged ? "published" : "revoked";
      case SIGNING ->
          engaged ? Objects.requireNonNull(mode).name().toLowerCase(Locale.ROOT) : "lifted";
    };
  }

  /** Whether it still holds anything back at {@code nowMs}. */
  public boolean isInForceAt(long nowMs) {
    return engaged && (untilMs == null || nowMs < untilMs);
  }
}
