package io.floodwall.client;

import io.floodwall.core.intent.Intent;
import java.util.concurrent.CompletableFuture;

/**
 * What an agent embeds: proposes intents and tells their fate. Safe for many threads.
 *
 * <p>An intent's identity is (tenant, agent, id). To propose the same one again, after a crash or
 * an answer that did not come, is safe: the wall acts once, and the future tells the fate of the
 * first.
 *
 * <p>What is wrong before anything is sent is thrown: {@link InvalidIntentException}, {@link
 * TooManyPendingException}, {@link ClientClosedException}. What happens later is in the future: a
 * {@link Fate}, also when nobody answered in time ({@link Fate#isUnanswered}); or {@link
 * IdConflictException}, {@link NotSentException} or {@link ClientClosedException}.
 */
public interface AgentClient extends AutoCloseable {

  /** A client of a wall on Kafka, yet to be given its address. */
  static AgentClientBuilder builder() {
    return new AgentClientBuilder();
  }

  /** Proposes an intent; the future completes when it is refused, or its verdict is in force. */
  default CompletableFuture<Fate> propose(Intent intent) {
    return propose(intent, Until.IN_FORCE, FateListener.NONE);
  }

  /**
   * Proposes an intent, and tells {@code listener} of every step until it is settled. Does not wait
   * for answers; while Kafka cannot be reached it may block, {@link AgentLimits#answerTimeoutMs} at
   * most.
   */
  CompletableFuture<Fate> propose(Intent intent, Until until, FateListener listener);

  /**
   * Sends what is still to be sent and ends every watch: futures that are open complete with {@link
   * ClientClosedException}. Takes at most {@link AgentLimits#closeTimeoutMs}.
   */
  @Override
  void close();
}
