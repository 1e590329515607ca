package io.floodwall.admission;

import static io.floodwall.admission.Wall.CODECS;
import static io.floodwall.admission.Wall.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.floodwall.core.Reason;
import io.floodwall.core.admission.AdmissionFacts;
import io.floodwall.core.admission.Candidate;
import io.floodwall.core.admission.Control;
import io.floodwall.core.admission.Refusal;
import io.floodwall.core.intent.Priority;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a task knows when its heap is lost and its stores are not: everything it had promised. */
final class RestartTest {
  private static final Duration TURN = Duration.ofMillis(10);
  private static final Control CLOSED = Control.valve(true, "incident", "ops", null);
  private static final Control OPEN = Control.valve(false, "over", "ops", null);

  @TempDir Path folder;
  private Task task;

  @BeforeEach
  void open() {
    task =
        new Task(0, 1, folder, AdmissionConfig.RATE_BURST, "3", AdmissionConfig.RATE_REFILL, "1");
  }

  @AfterEach
  void close() {
    task.close();
  }

  private List<Candidate> released() {
    return Sent.of(task.sent(), AdmissionTopology.CANDIDATES, CODECS.candidate());
  }

  private List<Refusal> refused() {
    return Sent.of(task.sent(), AdmissionTopology.REFUSED, CODECS.refusal());
  }

  @Test
  void thoseWhoWaitedAreReleasedInTheSameOrder() {
    task.order(CLOSED);
    task.offer(Draft.of("a", "1").priority(Priority.BULK), T0);
    task.offer(Draft.of("b", "2"), T0);
    task.restart();
    task.offer(Draft.of("c", "3").priority(Priority.PAGER), T0);
    task.offer(Draft.of("b", "4"), T0);
    task.restart();
    task.order(OPEN);
    task.advance(TURN);

    assertThat(released()).extracting(c -> c.intent().id()).containsExactly("3", "2", "4", "1");
  }

  @Test
  void factsOfThoseWhoWaitedAreTheOnesOfTheirArrival() {
    task.order(CLOSED);
    task.offer(Draft.of("a", "1"), T0 - 9);
    task.advance(Duration.ofMillis(50));
    task.restart();
    task.order(OPEN);
    task.advance(TURN);

    AdmissionFacts facts = released().get(0).facts();
    assertThat(facts.appendMs()).isEqualTo(T0 - 9);
    assertThat(facts.queuedAtMs()).isEqualTo(T0);
    assertThat(facts.releasedAtMs()).isEqualTo(T0 + 60);
  }

  @Test
  void closedValveStaysClosedAndAJailStaysLocked() {
    task.order(CLOSED);
    task.order(Control.jail("chaos", true, "runaway", "ops", null));
    task.restart();
    task.offer(Draft.of("chaos", "1"), T0);
    task.offer(Draft.of("a", "1"), T0);
    task.advance(TURN);

    var sent = task.sent();
    assertThat(Sent.of(sent, AdmissionTopology.CANDIDATES, CODECS.candidate())).isEmpty();
    assertThat(Sent.of(sent, AdmissionTopology.REFUSED, CODECS.refusal()))
        .extracting(Refusal::reason)
        .containsExactly(Reason.JAILED);
  }

  @Test
  void controlInForceIsStillTheLastOneApplied() {
    task.order(OPEN);
    task.order(Control.jail("chaos", true, "runaway", "ops", null));
    task.restart();
    task.offer(Draft.of("a", "1"), T0);

    assertThat(released().get(0).facts().control())
        .isEqualTo(new AdmissionFacts.ControlRef("jail/chaos", 1));
  }

  @Test
  void spentTokensStaySpentAndRepeatsAreStillTold() {
    for (String id : List.of("1", "2", "3")) {
      task.offer(Draft.of("a", id), T0);
    }
    task.restart();
    task.offer(Draft.of("a", "2"), T0);
    task.offer(Draft.of("a", "3").reasoning("other"), T0);
    task.offer(Draft.of("a", "4"), T0);

    assertThat(refused())
        .extracting(Refusal::reason)
        .containsExactly(Reason.DUPLICATE, Reason.ID_CONFLICT, Reason.RATE_LIMITED);
  }

  @Test
  void chainOfOffsetsGoesOn() {
    task.offer(Draft.of("a", "1"), T0);
    task.skip(3);
    task.restart();
    task.offer(Draft.of("a", "2"), T0);

    assertThat(released())
        .extracting(c -> c.facts().previousOffset())
        .containsExactly(Position.NONE, 0L);
  }

  @Test
  void restartsDoNotReleaseMoreThanTheBudget() {
    String[] slow = {AdmissionConfig.RELEASE_PER_SECOND, "1", AdmissionConfig.RELEASE_BURST, "5"};
    task.restartWith(slow);
    for (int i = 0; i < 20; i++) {
      task.offer(Draft.of("a", "" + i), T0);
      task.restartWith(slow);
      task.advance(TURN);
    }

    assertThat(released()).isEmpty();
  }

  @Test
  void loweredCapacityLosesNobodyWhoIsInAndLetsNobodyMoreIn() {
    task.order(CLOSED);
    for (String agent : List.of("a", "b", "c")) {
      task.offer(Draft.of(agent, "1"), T0);
    }
    task.restartWith(AdmissionConfig.ROOM_CAPACITY, "1");
    task.offer(Draft.of("d", "1"), T0);
    assertThat(refused()).extracting(Refusal::reason).containsExactly(Reason.BACKPRESSURE);

    task.order(OPEN);
    task.advance(TURN);
    assertThat(released()).hasSize(3);
  }

  @Test
  void loweredBurstHoldsFromTheNextIntentOn() {
    task.offer(Draft.of("a", "1"), T0);
    task.restartWith(AdmissionConfig.RATE_BURST, "1", AdmissionConfig.RATE_REFILL, "1");
    task.offer(Draft.of("a", "2"), T0);
    task.offer(Draft.of("a", "3"), T0);

    assertThat(refused()).extracting(Refusal::intentId).containsExactly("3");
  }

  @Test
  void taskThatRestartsAllTheTimeSaysTheSameAsOneThatNeverDoes(@TempDir Path other) {
    long seed = 42;
    var random = new Random(seed);
    try (var steady = new Task(0, 1, other, AdmissionConfig.RATE_BURST, "3")) {
      task.restartWith(AdmissionConfig.RATE_BURST, "3");
      for (int step = 0; step < 300; step++) {
        long dice = random.nextLong();
        for (Task each : List.of(task, steady)) {
          act(each, new Random(dice), T0 + 3L * step);
        }
        assertThat(Sent.bytes(task.sent()))
            .as("step %d, seed %d", step, seed)
            .isEqualTo(Sent.bytes(steady.sent()));
        task.restart();
      }
    }
  }

  private static void act(Task task, Random dice, long appendMs) {
    String agent = "agent-" + dice.nextInt(4);
    switch (dice.nextInt(8)) {
      case 0 -> task.order(dice.nextBoolean() ? CLOSED : OPEN);
      case 1 -> task.order(Control.jail(agent, dice.nextBoolean(), "why", "ops", null));
      case 2 -> task.send(agent, new byte[] {9}, appendMs);
      case 3 -> task.advance(TURN);
      default -> {
        Priority priority = Priority.ofRank(dice.nextInt(4));
        task.offer(Draft.of(agent, "" + dice.nextInt(90)).priority(priority), appendMs);
      }
    }
  }
}
