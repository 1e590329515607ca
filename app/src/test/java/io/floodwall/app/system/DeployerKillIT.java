package io.floodwall.app.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.floodwall.app.broker.TestBroker;
import io.floodwall.app.client.DecidedWall;
import io.floodwall.core.Hash;
import io.floodwall.core.intent.Action;
import io.floodwall.core.outcome.Outcome;
import io.floodwall.core.outcome.Outcome.Result;
import io.floodwall.core.outcome.Standing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A deployer is killed again and again while a command has made its change and the outcome is not
 * yet on the log: what must not be done twice is done at most once, and nothing is lost.
 *
 * <p>{@code -Dfloodwall.deployer.kills} makes it longer, {@code -Dfloodwall.seed} repeats it.
 */
class DeployerKillIT {
  private static final int KILLS = Integer.getInteger("floodwall.deployer.kills", 10);
  private static final int PARTITIONS = 2;
  private static final int PER_ROUND = 4;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Says what it changed; then, at a first attempt on web, lives on as long as its deployer. */
  private static final String COMMAND =
      """
      read -r told || exit 9
      token=${told#*\\"token\\":\\"}; token=${token%%\\"*}
      echo "$token" >> effects
      [ -e free ] && exit 0
      case "$told" in
        *'"repeat":false'*'"resource":"web"'*)
          echo "$token" >> held
          while kill -0 $PPID 2>/dev/null; do sleep 0.05; done ;;
      esac
      """;

  @TempDir private Path folder;

  private final Map<Hash, Action> admitted = new LinkedHashMap<>();
  private final Set<String> seen = new HashSet<>();

  @Test
  @Timeout(3_600)
  void killedBetweenEffectAndReportNothingIsDoneTwiceOrLost() throws Exception {
    long seed = Long.getLong("floodwall.seed", System.nanoTime());
    System.out.println("DeployerKillIT seed=" + seed);
    var random = new Random(seed);
    long start = System.nanoTime();
    try (TestBroker broker = TestBroker.start();
        DecidedWall wall =
            DecidedWall.create(
                broker.bootstrapServers(), TestBroker.wallName("dk") + ".", PARTITIONS)) {
      admit(wall, random);
      try (DeployerProcess deployer = new DeployerProcess(folder, words(broker, wall))) {
        for (int kill = 1; kill <= KILLS; kill++) {
          Set<String> held = awaitHeld(kill);
          deployer.kill();
          assertThat(Collections.disjoint(closed(wall.outcomes()), held))
              .as("kill %d struck a command that had made its change", kill)
              .isTrue();
          admit(wall, random);
          if (kill == KILLS) {
            Files.createFile(folder.resolve("free"));
          }
          deployer.start();
        }
        Awaitility.await("every decision has an outcome or is listed")
            .atMost(PATIENCE)
            .until(() -> open(wall).isEmpty());
        deployer.stop();
      }
      audit(wall, Duration.ofNanos(System.nanoTime() - start));
    }
  }

  private List<String> words(TestBroker broker, DecidedWall wall) throws IOException {
    Path script = Files.writeString(folder.resolve("command"), COMMAND);
    String inFolder = "cd " + folder + " && . " + script;
    return List.of(
        "deploy",
        "--name",
        "deployer-1",
        "--bootstrap",
        broker.bootstrapServers(),
        "--prefix",
        wall.wall().prefix(),
        "--vkey",
        wall.vkey(),
        "--pin",
        folder.resolve("pins").toString(),
        "--exec",
        "sh",
        "-c",
        inFolder);
  }

  private void admit(DecidedWall wall, Random random) throws Exception {
    for (int i = 0; i < PER_ROUND; i++) {
      String resource = i == 0 || random.nextBoolean() ? "web" : "api";
      Action action =
          random.nextBoolean()
              ? new Action.Invoke(resource, "migrate", List.of())
              : new Action.Scale(resource, i);
      admitted.put(wall.admit(random.nextInt(PARTITIONS), action), action);
    }
    wall.allInForce();
  }

  /** The tokens whose change is made and whose command has not ended, in this life. */
  private Set<String> awaitHeld(int kill) {
    Path held = folder.resolve("held");
    int before = seen.size();
    Awaitility.await("a change whose command has not ended, for kill " + kill)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> Files.exists(held) && Files.readAllLines(held).size() > before);
    Set<String> fresh = new HashSet<>(lines("held"));
    fresh.removeAll(seen);
    seen.addAll(fresh);
    return fresh;
  }

  private List<String> lines(String file) {
    try {
      return Files.readAllLines(folder.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Set<String> closed(Collection<Outcome> outcomes) {
    return outcomes.stream()
        .filter(outcome -> outcome.result() != Result.STARTED)
        .map(DeployerKillIT::token)
        .collect(Collectors.toSet());
  }

  private static String token(Outcome outcome) {
    return outcome.decision().hex() + "/" + outcome.attempt();
  }

  private Set<Hash> open(DecidedWall wall) throws Exception {
    Map<Hash, Outcome> standing = standing(wall.outcomes());
    Set<Hash> open = new HashSet<>(admitted.keySet());
    standing.forEach(
        (decision, outcome) -> {
          if (outcome.result().isSettled() || outcome.result() == Result.UNKNOWN) {
            open.remove(decision);
          }
        });
    return open;
  }

  private static Map<Hash, Outcome> standing(List<Outcome> outcomes) {
    var standing = new HashMap<Hash, Outcome>();
    outcomes.forEach(outcome -> standing.merge(outcome.decision(), outcome, Standing::after));
    return standing;
  }

  private void audit(DecidedWall wall, Duration took) throws Exception {
    List<Outcome> outcomes = wall.outcomes();
    Map<Hash, Outcome> standing = standing(outcomes);
    Map<String, Long> effects = counted(lines("effects"), Function.identity());
    Map<String, Long> perDecision =
        counted(lines("effects"), token -> token.substring(0, token.indexOf('/')));
    List<Hash> unknown =
        wall.builder().unknownOutcomes().list().stream().map(Outcome::decision).toList();
    long repeated = perDecision.values().stream().filter(count -> count > 1).count();
    System.out.printf(
        "DeployerKillIT kills=%d decisions=%d applied=%d unknown=%d effects=%d"
            + " idempotent_repeated=%d took_s=%d%n",
        KILLS,
        admitted.size(),
        standing.values().stream().filter(o -> o.result() == Result.APPLIED).count(),
        unknown.size(),
        lines("effects").size(),
        repeated,
        took.toSeconds());

    assertThat(effects.values()).as("an attempt has one effect at most").containsOnly(1L);
    var lost = new ArrayList<Hash>();
    admitted.forEach(
        (decision, action) -> {
          Result result = standing.get(decision).result();
          long done = perDecision.getOrDefault(decision.hex(), 0L);
          if (!action.isIdempotent()) {
            assertThat(done).as("effects of %s", decision).isLessThanOrEqualTo(1);
          }
          if (result == Result.APPLIED) {
            assertThat(done).as("effects of applied %s", decision).isPositive();
          } else if (!(result == Result.UNKNOWN && unknown.contains(decision))) {
            lost.add(decision);
          }
        });
    assertThat(lost).as("neither applied nor listed as unknown").isEmpty();
    assertThat(unknown)
        .as("nothing that may be repeated is unknown")
        .isNotEmpty()
        .allMatch(decision -> !admitted.get(decision).isIdempotent());
    assertThat(repeated).as("a change that may be repeated was").isPositive();
    Map<String, Long> closings =
        counted(
            outcomes.stream().filter(o -> o.result() != Result.STARTED).toList(),
            DeployerKillIT::token);
    assertThat(closings.values()).as("an attempt is closed once").containsOnly(1L);
  }

  private static <T> Map<String, Long> counted(List<T> all, Function<T, String> by) {
    return all.stream().collect(Collectors.groupingBy(by, Collectors.counting()));
  }
}
