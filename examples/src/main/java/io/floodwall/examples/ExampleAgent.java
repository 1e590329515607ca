package io.floodwall.examples;

import io.floodwall.client.AgentClient;
import io.floodwall.client.AgentLimits;
import io.floodwall.client.Fate;
import io.floodwall.client.IdConflictException;
import io.floodwall.client.Until;
import io.floodwall.core.intent.Action;
import io.floodwall.core.intent.BlastRadius;
import io.floodwall.core.intent.Intent;
import io.floodwall.core.intent.PlainText;
import io.floodwall.core.intent.Priority;
import java.util.List;
import java.util.concurrent.CompletionException;

/**
 * A small agent: it looks at three services, proposes a change for each, and does what the answers
 * say.
 *
 * <p>Run with {@code [bootstrap [prefix [run]]]}. The run's name is part of every intent's id: the
 * same run twice proposes the same intents, and changes nothing twice.
 */
public final class ExampleAgent {
  private static final String AGENT = "example-agent";

  private final AgentClient client;
  private final String run;

  /** An agent that proposes through {@code client}. */
  public ExampleAgent(AgentClient client, String run) {
    this.client = client;
    this.run = run;
  }

  /** Connects, proposes and tells what came of it. */
  public static void main(String... args) {
    String bootstrap = args.length > 0 ? args[0] : "127.0.0.1:9092";
    String prefix = args.length > 1 ? args[1] : "floodwall.";
    String run = args.length > 2 ? args[2] : "run-1";
    // snippet: connect
    AgentLimits limits = AgentLimits.DEFAULTS.withRetries(5, 30_000);
    try (AgentClient client =
        AgentClient.builder().bootstrap(bootstrap).prefix(prefix).limits(limits).open()) {
      new ExampleAgent(client, run).work();
    }
    // end snippet
  }

  /** Proposes a change for each service, one after the other. */
  public void work() {
    List<Action> changes =
        List.of(
            new Action.Scale("web", 3),
            new Action.Destroy("ledger-db"),
            new Action.Invoke(
                "cache", "flush", List.of(new Action.Parameter("region", "eu-west-1"))));
    for (Action change : changes) {
      say(propose(change));
    }
  }

  // snippet: propose
  private String propose(Action change) {
    String id = run + "-" + change.resource(); // the same change has the same id, always
    Intent intent = Intent.of(AGENT, id, change, Priority.NORMAL, BlastRadius.CELL);
    try {
      Fate fate =
          client.propose(intent, Until.IN_FORCE, told -> say("  " + told.step() + " " + id)).join();
      return next(fate);
    } catch (CompletionException e) {
      if (e.getCause() instanceof IdConflictException conflict) {
        return conflict.getMessage();
      }
      throw e;
    }
  }

  // end snippet

  // snippet: next
  private static String next(Fate fate) {
    if (fate.isAdmitted()) {
      return fate.describe() + "; a deployer takes it from here";
    }
    if (fate.isUnanswered()) {
      return fate.describe(); // says where to look
    }
    if (fate.retryAfterMs() != null) {
      return fate.describe() + "; the same again in " + fate.retryAfterMs() + " ms";
    }
    return fate.describe() + "; next: " + (fate.reason() == null ? "" : fate.reason().next());
  }

  // end snippet

  private static void say(String line) {
    System.out.println(PlainText.escaped(line));
  }
}
