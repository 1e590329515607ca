package io.floodwall.admission;

import static io.floodwall.admission.Refused.refused;
import static io.floodwall.admission.Wall.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.floodwall.core.Reason;
import io.floodwall.core.admission.AgentState;
import io.floodwall.core.admission.TokenBucket;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a full waiting room says, and what it leaves alone. */
final class BackpressureTest {
  private static final Duration TURN = Duration.ofMillis(10);

  private final Wall wall = new Wall(AdmissionConfig.ROOM_CAPACITY, "2");

  @BeforeEach
  void fillTheRoom() {
    wall.closeValve();
    wall.offer("first", 2).at(T0);
    wall.waiting().containsExactly("first#1", "first#2");
  }

  @AfterEach
  void close() {
    wall.close();
  }

  @Test
  void fullRoomRefusesWithDepthAndCapacity() {
    wall.offer("a", 1).at(T0);

    assertThat(wall.refusals())
        .singleElement()
        .satisfies(
            r -> {
              assertThat(Refused.of(r)).isEqualTo(refused("a#1", Reason.BACKPRESSURE));
              assertThat(r.depth()).isEqualTo(2);
              assertThat(r.capacity()).isEqualTo(2);
              assertThat(r.detail()).isEqualTo("depth 2 of capacity 2");
            });
  }

  @Test
  void fullRoomDoesNotSpendATokenFromTheBucket() {
    TokenBucket before = wall.agent("first").bucket();
    wall.offer("first", 100).at(T0 + 5);

    wall.refused().hasSize(100);
    assertThat(wall.agent("first").bucket()).isEqualTo(before);
  }

  @Test
  void fullRoomCreatesNoRowForAnAgentNeverSeen() {
    wall.offer("stranger", 3).at(T0);

    wall.refused().hasSize(3);
    assertThat(wall.agent("stranger")).isEqualTo(AgentState.UNKNOWN);
  }

  @Test
  void urgentIntentIsNotLetIntoAFullRoomEither() {
    wall.offer("pager", 1).claiming(io.floodwall.core.intent.Priority.PAGER).at(T0);

    wall.refused().containsExactly(refused("pager#1", Reason.BACKPRESSURE));
    assertThat(wall.depth()).isEqualTo(2);
  }

  @Test
  void retryIsQueuedOnceThereIsRoomForIt() {
    wall.offer("a", 1).at(T0);
    wall.openValve();
    wall.advance(TURN);
    wall.offerAs("a", "1").at(T0 + 10);

    wall.refused().containsExactly(refused("a#1", Reason.BACKPRESSURE));
    wall.released().containsExactly("first#1", "first#2", "a#1");
  }

  @Test
  void roomForNobodyRefusesEveryIntentEvenWithTheValveOpen() {
    try (var none = new Wall(AdmissionConfig.ROOM_CAPACITY, "0")) {
      none.offer("a", 1).at(T0);

      none.refused().containsExactly(refused("a#1", Reason.BACKPRESSURE));
      none.released().isEmpty();
    }
  }
}
