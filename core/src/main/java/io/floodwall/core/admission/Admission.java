package io.floodwall.core.admission;

import io.floodwall.core.Reason;
import io.floodwall.core.intent.Intent;
import io.floodwall.core.signing.Signatures;
import org.jspecify.annotations.Nullable;

/**
 * The rules of the door, as two pure steps: {@link #offer} for an intent that arrives, {@link
 * #release} for one whose turn has come.
 *
 * <p>The order of the checks is part of the contract, cheapest first. A deadline that passed and a
 * jail come first; then what can be told of a signature without arithmetic; a retry gets its
 * earlier answer; a full room is told before the bucket is touched, so backpressure spends no
 * token; then the bucket is looked into; and only an intent that would pass has its signature
 * verified, before the token is taken.
 */
public final class Admission {
  private final RateLimit rate;
  private final String limit;
  private final long capacity;
  private final int recentMax;
  private final Signatures signatures;

  /**
   * The rules with their limits.
   *
   * @param capacity how many may wait
   * @param recentMax how many accepted intents are remembered per agent; 0 does not look for
   *     duplicates
   */
  public Admission(RateLimit rate, long capacity, int recentMax) {
    this(rate, capacity, recentMax, Signatures.NONE);
  }

  /** The rules with their limits, and what verifies signatures. */
  public Admission(RateLimit rate, long capacity, int recentMax, Signatures signatures) {
    this.rate = rate;
    this.limit = " ms; the bucket holds " + rate.inWords() + " ms";
    this.capacity = capacity;
    this.recentMax = recentMax;
    this.signatures = signatures;
  }

  /**
   * An intent at the door.
   *
   * @param idPrefix the first 64 bits of the SHA-256 of its id
   * @param bodyPrefix the first 64 bits of the SHA-256 of its encoded body
   * @param sourceOffset where it lies
   * @param appendMs when it got there, by the broker's clock
   * @param credential what it shows of its author
   */
  public record Arrival(
      Intent intent,
      long idPrefix,
      long bodyPrefix,
      long sourceOffset,
      long appendMs,
      Credential credential) {

    /** An arrival of whom no signature is asked. */
    public Arrival(
        Intent intent, long idPrefix, long bodyPrefix, long sourceOffset, long appendMs) {
      this(intent, idPrefix, bodyPrefix, sourceOffset, appendMs, Credential.NONE);
    }
  }

  /** What came of an offer: the agent's state to keep, and the answer. */
  public record Offer(AgentState state, Answer answer) {}

  /**
   * Rules on an arrival, given who its agent is, how many wait, and the jail that names it, if any.
   */
  public Offer offer(AgentState agent, long depth, @Nullable Control jail, Arrival arrival) {
    Intent intent = arrival.intent();
    Answer.Refuse stopped = stopped(intent, jail, arrival.appendMs());
    if (stopped != null) {
      return new Offer(agent, stopped);
    }
    if (arrival.credential() instanceof Credential.Bad bad) {
      return new Offer(agent, bad.answer());
    }
    Answer.Refuse repeated = repeated(agent.recent(), arrival);
    if (repeated != null) {
      return new Offer(agent, repeated);
    }
    if (depth >= capacity) {
      return new Offer(
          agent,
          new Answer.Refuse(
              Reason.BACKPRESSURE, "depth " + depth + " of capacity " + capacity, null, null));
    }
    TokenBucket bucket =
        agent.bucket() == null ? TokenBucket.full(rate, arrival.appendMs()) : agent.bucket();
    TokenBucket.Take take = bucket.take(rate, arrival.appendMs());
    if (!take.taken()) {
      return new Offer(
          new AgentState(take.bucket(), agent.recent()), rateLimited(take.retryAfter()));
    }
    if (arrival.credential() instanceof Credential.Claim claim
        && !claim.signature().holds(intent, signatures)) {
      return new Offer(agent, forged(claim));
    }
    var accepted =
        new RecentIntents.Accepted(
            arrival.idPrefix(), arrival.bodyPrefix(), arrival.sourceOffset());
    return new Offer(
        new AgentState(take.bucket(), agent.recent().with(accepted, recentMax)),
        new Answer.Queue());
  }

  /** What still stops an intent when its turn comes, or null: it may go. */
  public Answer.@Nullable Refuse release(Intent intent, @Nullable Control jail, long nowMs) {
    return stopped(intent, jail, nowMs);
  }

  /**
   * Whether the agent can be forgotten at {@code nowMs}: its bucket is full again and no retry is
   * still to be told.
   */
  public boolean isForgettable(AgentState agent, long nowMs, long rememberMs) {
    TokenBucket bucket = agent.bucket();
    return bucket == null || (nowMs - bucket.last() > rememberMs && bucket.isFullAt(rate, nowMs));
  }

  private static Answer.@Nullable Refuse stopped(
      Intent intent, @Nullable Control jail, long nowMs) {
    if (intent.isExpiredAt(nowMs)) {
      return new Answer.Refuse(
          Reason.EXPIRED, "deadline " + intent.deadlineMs() + " passed at " + nowMs, null, null);
    }
    if (jail != null && jail.isInForceAt(nowMs)) {
      Long wait = jail.untilMs() == null ? null : jail.untilMs() - nowMs;
      return new Answer.Refuse(
          Reason.JAILED, "by " + jail.who() + ": " + jail.reason(), wait, null);
    }
    return null;
  }

  private static Answer.@Nullable Refuse repeated(RecentIntents recent, Arrival arrival) {
    RecentIntents.Accepted earlier = recent.find(arrival.idPrefix());
    if (earlier == null) {
      return null;
    }
    boolean same = earlier.bodyPrefix() == arrival.bodyPrefix();
    return new Answer.Refuse(
        same ? Reason.DUPLICATE : Reason.ID_CONFLICT,
        "the earlier record is at offset " + earlier.sourceOffset(),
        null,
        earlier.sourceOffset());
  }

  private static Answer.Refuse forged(Credential.Claim claim) {
    return new Answer.Refuse(
        Reason.SIGNATURE_FORGED,
        "the signature is not that of key " + claim.signature().keyId(),
        null,
        null);
  }

  private Answer.Refuse rateLimited(long retryAfter) {
    return retryAfter == RateLimit.NEVER
        ? new Answer.Refuse(Reason.RATE_LIMITED, "this agent's rate is zero", null, null)
        : new Answer.Refuse(
            Reason.RATE_LIMITED, "next token in " + retryAfter + limit, retryAfter, null);
  }
}
