package io.floodwall.core;

import io.floodwall.core.intent.Action;
import io.floodwall.core.intent.BlastRadius;
import io.floodwall.core.intent.Intent;
import io.floodwall.core.intent.Priority;
import java.util.List;
import java.util.SplittableRandom;

/** Random intents of a few agents, the same for the same seed. */
final class Flood {
  static final List<String> AGENTS = List.of("deployer", "autoscaler", "reconciler", "runaway");
  private static final List<BlastRadius> BLASTS = List.of(BlastRadius.values());
  private static final List<String> RESOURCES = List.of("web", "api", "billing");

  final SplittableRandom random;
  private int drawn;

  Flood(long seed) {
    random = new SplittableRandom(seed);
  }

  /** The next intent; ids count from 0. */
  Intent next() {
    return next(AGENTS.get(random.nextInt(AGENTS.size())));
  }

  Intent next(String agent) {
    String resource = RESOURCES.get(random.nextInt(RESOURCES.size()));
    Action action =
        switch (random.nextInt(3)) {
          case 0 -> new Action.Apply(resource, "manifest");
          case 1 -> new Action.Scale(resource, random.nextInt(3));
          default -> new Action.Destroy(resource);
        };
    return Sample.intent(
        agent,
        Integer.toString(drawn++),
        action,
        Priority.ofRank(random.nextInt(4)),
        BLASTS.get(random.nextInt(BLASTS.size())));
  }

  /** How many were drawn. */
  int drawn() {
    return drawn;
  }
}
