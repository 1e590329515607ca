package io.floodwall.app.chaos;

import io.floodwall.core.intent.Action;
import io.floodwall.core.intent.BlastRadius;
import io.floodwall.core.intent.Intent;
import io.floodwall.core.intent.Priority;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * One seed's schedule against a simulated wall; as a main, many of them, for a mutant to die in.
 */
public final class Simulation {
  private static final int EVENTS = 120;

  private Simulation() {}

  public static void main(String[] seeds) throws Exception {
    Path folder = Files.createTempDirectory("floodwall-simulation");
    for (long seed = 1; seed <= Long.parseLong(seeds[0]); seed++) {
      run(seed, folder);
    }
  }

  /** Answers how many deaths there were. */
  static int run(long seed, Path folder) throws Exception {
    var random = new Random(seed);
    long appendMs = SimulatedWall.T0;
    int id = 0;
    int deaths = 0;
    var sent = new ArrayList<Intent>();
    try (var wall =
        new SimulatedWall(folder, random.nextInt(20), random.nextInt(8), random.nextInt(4))) {
      for (int event = 0; event < EVENTS; event++) {
        int stage = random.nextInt(3);
        List<String> sources = wall.sources(stage);
        switch (random.nextInt(12)) {
          case 0, 1, 2 -> {
            appendMs += random.nextInt(15) == 0 ? -random.nextInt(9_000) : random.nextInt(600);
            boolean again = !sent.isEmpty() && random.nextInt(6) == 0;
            Intent intent = again ? sent.get(random.nextInt(sent.size())) : intent(random, id++);
            if (again && random.nextInt(3) == 0) {
              intent = intent.withClaims(Priority.PAGER, BlastRadius.GLOBAL);
            }
            sent.add(intent);
            wall.offer(intent, appendMs);
          }
          case 3 -> wall.valve(random.nextInt(3) > 0);
          case 4 -> wall.advance(stage, Duration.ofMillis(1 + random.nextInt(300)));
          case 5 -> {
            if (random.nextInt(3) == 0) {
              wall.kill(stage, SimulatedWall.T0 + random.nextInt(7_200_000) - 3_600_000);
              deaths++;
            }
          }
          case 6, 7 -> wall.commit(stage);
          default -> wall.consume(stage, sources.get(random.nextInt(sources.size())));
        }
      }
      wall.kill(random.nextInt(3), SimulatedWall.T0);
      wall.settle();
      return deaths + 1;
    }
  }

  private static Intent intent(Random random, int id) {
    String resource = List.of("web", "api", "cache", "billing", "ledger-db").get(random.nextInt(5));
    Action action =
        switch (random.nextInt(4)) {
          case 0 -> new Action.Apply(resource, "m" + id);
          case 1 -> new Action.Scale(resource, random.nextInt(3));
          case 2 ->
              new Action.Invoke(resource, "restart", List.of(new Action.Parameter("force", "yes")));
          default -> new Action.Destroy(resource);
        };
    return Intent.of(
        "agent-" + random.nextInt(5),
        Integer.toString(id),
        action,
        Priority.ofRank(random.nextInt(4)),
        List.of(BlastRadius.values()).get(random.nextInt(4)));
  }
}
