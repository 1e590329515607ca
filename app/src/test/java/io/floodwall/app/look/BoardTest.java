package io.floodwall.app.look;

import static org.assertj.core.api.Assertions.assertThat;

import io.floodwall.core.Reason;
import io.floodwall.core.admission.Refusal;
import io.floodwall.core.intent.Action;
import io.floodwall.core.intent.BlastRadius;
import io.floodwall.core.intent.Intent;
import io.floodwall.core.intent.Priority;
import java.util.ArrayList;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the boards keep is bounded, and what they leave out is counted. */
class BoardTest {
  private static Arrival arrival(String agent, long offset) {
    var intent =
        Intent.of(
            agent,
            Long.toString(offset),
            new Action.Destroy("web"),
            Priority.NORMAL,
            BlastRadius.CELL);
    return new Arrival(0, offset, agent, offset, intent);
  }

  private static Refusal refusal(String agent, long offset) {
    return new Refusal(
        agent,
        Long.toString(offset),
        Reason.RATE_LIMITED,
        "",
        1L,
        null,
        0,
        8,
        0,
        offset,
        -1,
        offset);
  }

  @Test
  void theNewestAreKeptAndTheRestIsCountedOnce() {
    var board = new IntentBoard(3, Set.of(State.values()), view -> {});
    for (long offset = 0; offset < 10; offset++) {
      board.arrived(arrival("a", offset), false);
    }
    for (long offset = 0; offset < 10; offset++) {
      board.refused(refusal("a", offset));
    }
    assertThat(board.views()).extracting(IntentView::offset).containsExactly(7L, 8L, 9L);
    assertThat(board.views()).extracting(IntentView::state).containsOnly(State.REFUSED);
    assertThat(board.total()).isEqualTo(10);
  }

  @Test
  void aRefusalTellsWhatWasAskedForEvenWhereOnlyRefusalsAreWanted() {
    var told = new ArrayList<IntentView>();
    var board = new IntentBoard(3, Set.of(State.REFUSED), told::add);
    board.arrived(arrival("a", 1), false);
    assertThat(told).isEmpty();
    board.refused(refusal("a", 1));
    assertThat(told).hasSize(1);
    assertThat(told.get(0).asked()).isNotNull();
    assertThat(told.get(0).appendMs()).isEqualTo(1);
  }

  @Test
  void unansweredIntentsDoNotPushOutTheRefusalsThatAreWanted() {
    var board = new IntentBoard(3, Set.of(State.REFUSED), view -> {});
    board.refused(refusal("a", 1));
    for (long offset = 2; offset < 10; offset++) {
      board.arrived(arrival("a", offset), false);
    }
    assertThat(board.views()).extracting(IntentView::offset).containsExactly(1L);
  }

  @Test
  void agentsBeyondTheMostAreCountedAsOne() {
    var board = new AgentBoard(2);
    for (int i = 0; i < 5; i++) {
      board.arrived(arrival("agent-" + i, i), true);
      board.refused(refusal("agent-" + i, i));
    }
    assertThat(board.agents())
        .extracting(Agent::name)
        .containsExactly("agent-0", "agent-1", AgentBoard.OTHERS);
    assertThat(board.agents()).extracting(Agent::refused).containsExactly(1L, 1L, 3L);
    assertThat(board.sum().refused()).isEqualTo(5);
  }
}
