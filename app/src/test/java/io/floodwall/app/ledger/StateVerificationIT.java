package io.floodwall.app.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.floodwall.core.intent.Action;
import io.floodwall.core.intent.BlastRadius;
import io.floodwall.core.intent.Intent;
import io.floodwall.core.intent.Priority;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The state that stopped applications keep, folded again and compared, as it is and bent. */
@Timeout(180)
class StateVerificationIT {
  private static final Map<String, String> SETTINGS =
      Map.of("floodwall.rate.burst", "4", "floodwall.room.capacity", "5");

  @TempDir private Path temp;

  /** Of today: what is older than its retention would be taken while the test looks. */
  private final long startMs = System.currentTimeMillis();

  @Test
  void everyRowIsWhatTheRecordsFoldToAndABentOneIsListedWithBothSides() {
    try (LosableWall wall = LosableWall.start(temp.resolve("wall"), SETTINGS)) {
      wall.order("jail", "agent-7", "--reason", "test");
      send(wall, 0, 60);
      wall.order("valve", "close", "--reason", "test");
      send(wall, 60, 20);

      Cli running = wall.verifyState();
      assertThat(running.exit()).as(running.toString()).isEqualTo(1);
      assertThat(running.err()).contains("the state cannot be compared", "runs, or its session");

      wall.stopApps();
      Cli same = wall.verifyState("-o", "json");
      assertThat(same.exit()).as(same.toString()).isZero();
      JsonNode state = same.json().get(0).get("state");
      assertThat(state.get("rows").asInt()).isGreaterThan(15);
      assertThat(state.get("same").asBoolean()).isTrue();
      assertThat(state.get("not_compared")).isEmpty();

      wall.bendRow("admission", "agents", 0, StateVerificationIT::flipped);
      wall.bendRow("gate", "sequence", 1, row -> null);
      Cli bent = wall.verifyState("-o", "json");
      assertThat(bent.exit()).as(bent.toString()).isEqualTo(5);
      JsonNode differences = bent.json().get(0).get("state").get("differences");
      assertThat(differences).hasSize(2);
      JsonNode agent = differences.get(0);
      assertThat(agent.get("changelog").asText()).endsWith("admission-agents-changelog");
      assertThat(agent.get("key").asText()).startsWith("agent-");
      assertThat(agent.get("stored").asText())
          .contains(" bytes, from byte ")
          .isNotEqualTo(agent.get("folded").asText());
      assertThat(differences.get(1).get("stored").asText()).isEqualTo("no such row");
      assertThat(wall.verifyState().out())
          .contains("  stored: no such row", "state: ", " 2 differ");
    }
  }

  private static byte[] flipped(byte[] row) {
    byte[] bent = row.clone();
    bent[bent.length - 1] ^= 1;
    return bent;
  }

  private void send(LosableWall wall, int from, int count) {
    for (int i = from; i < from + count; i++) {
      wall.sendWithoutWaiting(
          Intent.of(
              "agent-" + i % 8,
              Integer.toString(i),
              new Action.Destroy("web"),
              Priority.NORMAL,
              BlastRadius.CELL),
          startMs + i * 40L);
    }
    wall.awaitRead();
  }

  @Test
  void stateWithoutVerifyIsAWrongUse() {
    assertThat(Cli.floodwall("ledger", "replay", "--state").exit()).isEqualTo(2);
  }
}
