package io.floodwall.app.wall;

import io.floodwall.client.AgentClient;
import io.floodwall.client.AgentClientBuilder;
import io.floodwall.client.AgentLimits;
import io.floodwall.client.Fate;
import io.floodwall.client.FateListener;
import io.floodwall.client.IdConflictException;
import io.floodwall.client.Until;
import io.floodwall.core.intent.Intent;
import io.floodwall.tlog.SignerKey;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** Sends many intents at once, as an agent does, and gathers their fates in the order sent. */
public final class IntentSender {
  private final Wall wall;
  private final @Nullable SignerKey key;

  /** A sender that does not sign. */
  public IntentSender(Wall wall) {
    this(wall, null);
  }

  /** A sender that signs with {@code key}, if any. */
  public IntentSender(Wall wall, @Nullable SignerKey key) {
    this.wall = wall;
    this.key = key;
  }

  /**
   * Sends them, and waits for each {@code until} that is known, up to {@code waitMs}. A duplicate
   * is told as the refusal that it is, unless its outcome is waited for: then it is the first's.
   */
  public List<Fate> send(List<Intent> intents, Until until, long waitMs) {
    AgentLimits limits =
        AgentLimits.DEFAULTS
            .withPendingMax(Math.max(1, intents.size()))
            .withFollowDuplicates(until == Until.OUTCOME);
    if (until == Until.ACKNOWLEDGED) {
      return sendAll(client().limits(limits).sendsOnly().open(), intents, until);
    }
    AgentLimits patience = limits.withAnswerTimeoutMs(waitMs).withOutcomeTimeoutMs(0);
    return sendAll(client().limits(patience).open(), intents, until);
  }

  private AgentClientBuilder client() {
    AgentClientBuilder builder = wall.agentClient();
    return key == null ? builder : builder.signWith(key);
  }

  private static List<Fate> sendAll(AgentClient agent, List<Intent> intents, Until until) {
    try (agent) {
      var fates = new ArrayList<CompletableFuture<Fate>>();
      for (Intent intent : intents) {
        fates.add(agent.propose(intent, until, FateListener.NONE));
      }
      return fates.stream().map(IntentSender::get).toList();
    }
  }

  private static Fate get(CompletableFuture<Fate> told) {
    Fate fate;
    try {
      fate = told.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof IdConflictException conflict) {
        return conflict.fate();
      }
      throw e.getCause() instanceof KafkaException kafka ? kafka : new KafkaException(e.getCause());
    }
    if (fate.place() == null) {
      throw new KafkaException("an intent could not be sent: " + fate.lookAt());
    }
    return fate;
  }
}
