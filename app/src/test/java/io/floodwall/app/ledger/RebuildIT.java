package io.floodwall.app.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.floodwall.core.Reason;
import io.floodwall.core.intent.Action;
import io.floodwall.core.intent.BlastRadius;
import io.floodwall.core.intent.Intent;
import io.floodwall.core.intent.Priority;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Promise 7 on a real broker: a wall that loses its changelogs, its offsets and its state folders
 * in the middle goes on as if nothing had happened.
 */
class RebuildIT {
  private static final int BEFORE = 120;
  private static final int WAITING = 30;
  private static final int AFTER = 90;

  /** The rate is such that some are refused, and the room such that it fills. */
  private static final Map<String, String> SETTINGS =
      Map.of(
          "floodwall.rate.burst", "6",
          "floodwall.rate.refill", "1",
          "floodwall.rate.period.ms", "1000",
          "floodwall.room.capacity", "3",
          "floodwall.recent.intents.max", "8");

  @TempDir private Path temp;

  @Test
  void theOtherHalfOfARunIsTheSameAsWithoutTheLoss() {
    List<String> unbroken;
    try (LosableWall wall = LosableWall.start(temp.resolve("unbroken"), SETTINGS)) {
      firstHalf(wall);
      secondHalf(wall);
      unbroken = story(wall);
    }
    try (LosableWall wall = LosableWall.start(temp.resolve("broken"), SETTINGS)) {
      firstHalf(wall);
      Cli whileItRuns = wall.rebuild();
      assertThat(whileItRuns.exit()).isEqualTo(1);
      assertThat(whileItRuns.err()).contains("runs, or its session is not over yet");

      wall.stopApps();
      Cli withState = wall.rebuild();
      assertThat(withState.exit()).isEqualTo(1);
      assertThat(withState.err()).contains("is not empty: the state is there");

      wall.loseEverything();
      Cli rebuilt = wall.rebuild("-o", "json");
      assertThat(rebuilt.exit()).as(rebuilt.toString()).isZero();
      JsonNode told = rebuilt.json().get(0);
      assertThat(told.get("waiting").asInt()).isEqualTo(2 * 3);
      assertThat(told.get("lost_count").asInt()).isZero();
      assertThat(told.get("remarks")).isEmpty();

      wall.startApps();
      secondHalf(wall);
      assertThat(story(wall)).containsExactlyElementsOf(unbroken);
      Cli audit = wall.type("ledger", "audit");
      assertThat(audit.exit()).as(audit.toString()).isZero();
      Cli verify = wall.type("ledger", "replay", "--verify");
      assertThat(verify.exit()).as(verify.toString()).isZero();
    }
    assertThat(unbroken).anyMatch(line -> line.contains(Reason.DUPLICATE.name()));
    assertThat(unbroken).anyMatch(line -> line.contains(Reason.ID_CONFLICT.name()));
    assertThat(unbroken).anyMatch(line -> line.contains(Reason.RATE_LIMITED.name()));
    assertThat(unbroken).anyMatch(line -> line.contains(Reason.BACKPRESSURE.name()));
    assertThat(unbroken).anyMatch(line -> line.contains(Reason.JAILED.name()));
  }

  @Test
  void intentsThatRetentionHasTakenWhileTheyWaitedAreListed() {
    try (LosableWall wall = LosableWall.start(temp.resolve("lost"), SETTINGS)) {
      firstHalf(wall);
      wall.stopApps();
      wall.loseEverything();
      wall.deleteAllIntents();

      Cli rebuilt = wall.rebuild("-o", "json");

      assertThat(rebuilt.exit()).as(rebuilt.toString()).isEqualTo(1);
      JsonNode told = rebuilt.json().get(0);
      assertThat(told.get("lost_count").asInt()).isEqualTo(2 * 3);
      assertThat(told.get("waiting").asInt()).isZero();
      wall.startApps();
    }
  }

  /** Through the open valve, into the room and out of it, and into the room once more. */
  private static void firstHalf(LosableWall wall) {
    wall.order("jail", "agent-7", "--reason", "test");
    send(wall, 0, 60);
    wall.order("valve", "close", "--reason", "test");
    send(wall, 60, 16);
    wall.order("jail", "agent-6", "--reason", "test");
    wall.order("valve", "open", "--reason", "test");
    wall.awaitRoomEmpty();
    wall.order("release", "agent-6", "--reason", "test");
    send(wall, 76, BEFORE - 76);
    wall.order("valve", "close", "--reason", "test");
    send(wall, BEFORE, WAITING);
  }

  private static void secondHalf(LosableWall wall) {
    send(wall, BEFORE + WAITING, 6);
    wall.order("valve", "open", "--reason", "test");
    wall.awaitRoomEmpty();
    List<Intent> again = new ArrayList<>();
    again.add(intent(BEFORE));
    Intent other = intent(BEFORE + 1);
    again.add(
        Intent.of(
            other.agent(),
            other.id(),
            new Action.Destroy("other"),
            Priority.NORMAL,
            BlastRadius.CELL));
    wall.send(again, timeOf(BEFORE + WAITING + 6));
    send(wall, BEFORE + WAITING + 6, AFTER);
  }

  private static void send(LosableWall wall, int from, int count) {
    for (int i = from; i < from + count; i++) {
      wall.sendWithoutWaiting(intent(i), timeOf(i));
    }
    wall.awaitRead();
  }

  /** Buckets are full again when those come that are to wait. */
  private static long timeOf(int number) {
    return 1_000_000_000_000L + number * 40L + (number < BEFORE ? 0 : 20_000);
  }

  private static Intent intent(int number) {
    return Intent.of(
        "agent-" + number % 8,
        Integer.toString(number),
        new Action.Destroy(List.of("web", "api", "billing").get(number % 3)),
        List.of(Priority.values()).get(number % Priority.values().length),
        number % 5 == 0 ? BlastRadius.GLOBAL : BlastRadius.CELL);
  }

  /** Every decision and every refusal, without the moments at which they were made. */
  private static List<String> story(LosableWall wall) {
    var story = new ArrayList<String>();
    wall.eachDecision(
        made ->
            story.add(
                made.facts().sourcePartition()
                    + " decision "
                    + made.decisionSeq()
                    + " on "
                    + made.facts().sourceOffset()
                    + " after "
                    + made.facts().previousOffset()
                    + ": "
                    + made.intent().agent()
                    + "/"
                    + made.intent().id()
                    + " "
                    + made.verdict()
                    + " "
                    + made.ruling().reason()
                    + " "
                    + made.facts().bucket()
                    + " depth "
                    + made.facts().depth()));
    wall.eachRefusal(
        refusal ->
            story.add(
                refusal.sourcePartition()
                    + " refusal of "
                    + refusal.sourceOffset()
                    + " after "
                    + refusal.previousOffset()
                    + ": "
                    + refusal.reason()
                    + " "
                    + refusal.detail()
                    + " "
                    + refusal.earlierOffset()));
    story.sort(null);
    return story;
  }

  @Test
  void settingsWithoutARebuildAreAWrongUse() {
    Cli run = Cli.floodwall("ledger", "replay", "--set", "floodwall.rate.burst=1");

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("are for --rebuild");
  }
}
