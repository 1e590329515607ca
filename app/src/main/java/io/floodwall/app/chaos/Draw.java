package io.floodwall.app.chaos;

import io.floodwall.core.intent.Action;
import io.floodwall.core.intent.BlastRadius;
import io.floodwall.core.intent.Intent;
import io.floodwall.core.intent.Priority;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * An intent drawn from a seeded mix, and the verdict that the bundle that ships must give it if it
 * gets through the door, told without asking the gate.
 */
record Draw(Intent intent, String expected) {
  private static final List<String> RESOURCES =
      List.of("web", "api", "cache", "billing", "ledger-db");
  private static final Set<String> ALLOWED = Set.of("web", "api", "cache");
  private static final int AGENTS = 40;

  /** The {@code number}-th draw: every tenth is of one agent that never stops. */
  static Draw next(Random random, long number) {
    String agent = random.nextInt(10) == 0 ? "chaos-monkey" : "agent-" + random.nextInt(AGENTS);
    String resource = RESOURCES.get(random.nextInt(RESOURCES.size()));
    Action action =
        random.nextBoolean()
            ? new Action.Scale(resource, random.nextInt(6))
            : new Action.Destroy(resource);
    Priority priority = Priority.ofRank(random.nextInt(4));
    BlastRadius blast = List.of(BlastRadius.values()).get(random.nextInt(4));
    Intent intent = Intent.of(agent, Long.toString(number), action, priority, blast);
    return new Draw(intent, verdict(intent));
  }

  private static String verdict(Intent intent) {
    boolean teardown =
        intent.action() instanceof Action.Destroy
            || (intent.action() instanceof Action.Scale scale && scale.replicas() == 0);
    int urgency = intent.priority().rank();
    boolean rejected =
        switch (intent.blast()) {
          case GLOBAL -> teardown || urgency < 2;
          case REGION -> urgency < 2;
          case SERVICE -> urgency < 1;
          case CELL -> false;
        };
    if (rejected) {
      return "reject";
    }
    return ALLOWED.contains(intent.action().resource()) ? "admit" : "defer";
  }
}
