package io.floodwall.admission;

import static io.floodwall.admission.Wall.CODECS;
import static io.floodwall.admission.Wall.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.floodwall.core.Hash;
import io.floodwall.core.Reason;
import io.floodwall.core.admission.AgentState;
import io.floodwall.core.admission.Control;
import io.floodwall.core.admission.Refusal;
import io.floodwall.core.intent.Action;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Bytes that nobody vouches for: each gets one answer, and the wall stands. */
final class PoisonTest {
  private static final Draft GOOD =
      Draft.of("agent", "1")
          .reasoning("because")
          .deadlineMs(T0 + 1_000)
          .action(
              new Action.Invoke("db", "vacuum", List.of(new Action.Parameter("table", "users"))));
  private static final byte[] CONTROL =
      CODECS.control().encode(Control.jail("agent", true, "runaway", "ops", T0 + 1_000));
  private static final Set<Reason> DOOR_REASONS =
      Set.of(Reason.EMPTY_RECORD, Reason.MALFORMED, Reason.UNKNOWN_SCHEMA);

  private final Wall wall = new Wall(AdmissionConfig.RATE_BURST, "1000000");

  @AfterEach
  void close() {
    wall.close();
  }

  @Test
  void everyPoisonedIntentGetsOneRefusalAndOneDeadLetterAtItsPlace() {
    long seed = 7;
    int offset = 0;
    for (Map.Entry<String, byte @Nullable []> poison :
        Poison.values(GOOD.encoded(), CONTROL, seed).entrySet()) {
      String what = poison.getKey() + ", seed " + seed;
      byte[] value = poison.getValue();
      wall.send("agent", value, T0);

      List<Refusal> refusals = wall.refusals();
      assertThat(refusals).as(what).hasSize(1);
      assertThat(refusals.get(0).reason()).as(what).isIn(DOOR_REASONS);
      List<Dead> dead = wall.deadLetters();
      assertThat(dead).as(what).hasSize(1);
      assertThat(dead.get(0).place()).isEqualTo(wall.topics().intents() + "/0/" + offset);
      assertThat(dead.get(0).reason()).isEqualTo(refusals.get(0).reason().name());
      assertThat(dead.get(0).sha256())
          .isEqualTo(Hash.sha256(value == null ? new byte[0] : value).hex());
      offset++;
    }
    assertThat(wall.agent("agent")).isEqualTo(AgentState.UNKNOWN);
    wall.send("agent", GOOD.encoded(), T0);
    wall.released().containsExactly("agent#1");
  }

  @Test
  void everyPoisonedControlIsADeadLetterAndChangesNothing() {
    long seed = 11;
    int offset = 0;
    for (Map.Entry<String, byte @Nullable []> poison :
        Poison.values(CONTROL, GOOD.encoded(), seed).entrySet()) {
      wall.control("jail/agent", poison.getValue());

      List<Dead> dead = wall.deadLetters();
      assertThat(dead).as("%s, seed %d", poison.getKey(), seed).hasSize(1);
      assertThat(dead.get(0).place()).isEqualTo(wall.topics().controls() + "/0/" + offset);
      assertThat(dead.get(0).reason()).isEqualTo("BAD_CONTROL");
      offset++;
    }
    wall.send("agent", GOOD.encoded(), T0);
    wall.released().containsExactly("agent#1");
  }

  @Test
  void everyByteFlippedGivesExactlyOneAnswer() {
    long seed = 13;
    var random = new Random(seed);
    byte[] good = GOOD.encoded();
    for (int at = 0; at < good.length; at++) {
      for (int tries = 0; tries < 8; tries++) {
        byte[] flipped = good.clone();
        flipped[at] ^= (byte) (1 + random.nextInt(255));
        wall.send("agent", flipped, T0);

        int answers = wall.refusals().size() + wall.candidates().size();
        assertThat(answers).as("byte %d is %d, seed %d", at, flipped[at], seed).isEqualTo(1);
      }
    }
  }
}
