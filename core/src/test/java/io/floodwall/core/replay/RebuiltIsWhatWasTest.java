package io.floodwall.core.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.floodwall.core.admission.TokenBucket;
import io.floodwall.core.gate.BundleCompiler;
import io.floodwall.core.gate.Decision;
import io.floodwall.core.gate.InvalidBundleException;
import io.floodwall.core.gate.PolicyBundle;
import io.floodwall.core.gate.Verdict;
import io.floodwall.core.intent.Action;
import io.floodwall.core.intent.BlastRadius;
import io.floodwall.core.intent.Intent;
import io.floodwall.core.intent.Priority;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Promise 7: whatever a wall lived through, its record and its retained intents give it back. */
class RebuiltIsWhatWasTest {
  private static final List<String> RESOURCES = List.of("web", "api", "db");
  private static final int STEPS = 120;

  @Property(tries = 300)
  void aFloodedWallIsRebuiltFromItsRecord(@ForAll long seed) throws InvalidBundleException {
    var random = new Random(seed);
    var wall = new LiveWall(BundleCompiler.compile(PolicyBundle.shipped()));
    long now = 1_000;
    for (int step = 0; step < STEPS; step++) {
      now += random.nextInt(4);
      if (random.nextInt(3) == 0) {
        wall.release(now);
      } else {
        wall.offer(intent(random, step), now);
      }
    }

    Rebuilt rebuilt = wall.replayed().rebuilt();

    assertThat(rebuilt.waiting())
        .extracting(Rebuilt.Waiting::offset)
        .containsExactlyElementsOf(wall.waiting.keySet());
    assertThat(verdicts(rebuilt)).isEqualTo(verdicts(wall));
    assertThat(rebuilt.holds())
        .hasSize(
            (int) wall.decided.values().stream().filter(d -> d.verdict() == Verdict.DEFER).count());
    assertThat(rebuilt.stands().get(0).size()).isEqualTo(wall.recorded.size());
    assertThat(rebuilt.stands().get(0).decisionsThrough()).isEqualTo(wall.decided.size() - 1L);
    assertBuckets(rebuilt, wall, now);
  }

  /** Where nothing of an agent waits, its bucket at any time is that of the running wall. */
  private static void assertBuckets(Rebuilt rebuilt, LiveWall wall, long now) {
    Set<String> waiting = new HashSet<>();
    rebuilt.waiting().forEach(intent -> waiting.add(intent.agent()));
    for (Rebuilt.Level level : rebuilt.levels()) {
      TokenBucket live = wall.agents.get(level.agent()).bucket();
      if (!waiting.contains(level.agent())) {
        assertThat(level.bucket().refilledTo(LiveWall.RATE, now))
            .isEqualTo(live.refilledTo(LiveWall.RATE, now));
      }
    }
  }

  private static List<String> verdicts(Rebuilt rebuilt) {
    return rebuilt.decided().stream()
        .map(d -> d.agent() + "/" + d.id() + " " + d.verdict())
        .toList();
  }

  private static List<String> verdicts(LiveWall wall) {
    var all = new ArrayList<String>();
    wall.recorded.forEach(
        entry -> {
          if (entry instanceof Decision d) {
            all.add(d.intent().agent() + "/" + d.intent().id() + " " + d.verdict());
          }
        });
    return all;
  }

  private static Intent intent(Random random, int step) {
    String resource = RESOURCES.get(random.nextInt(RESOURCES.size()));
    Action action =
        random.nextBoolean() ? new Action.Scale(resource, 2) : new Action.Destroy(resource);
    return Intent.of(
        "agent-" + random.nextInt(4),
        Integer.toString(step),
        action,
        Priority.ofRank(random.nextInt(4)),
        random.nextBoolean() ? BlastRadius.GLOBAL : BlastRadius.CELL);
  }
}
