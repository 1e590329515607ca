package io.floodwall.app.commands;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code watch} of a wall: the counts of what was there, and of what happens while it looks on. */
@Timeout(180)
class WatchIT {
  private static final int BURST = 4;

  private static RunningWall wall;

  @BeforeAll
  static void raiseAWall() {
    wall =
        RunningWall.start(
            Map.of("floodwall.rate.burst", Integer.toString(BURST), "floodwall.rate.refill", "0"));
  }

  @AfterAll
  static void takeItDown() {
    wall.close();
  }

  private static String flood(String agent) {
    var lines = new StringBuilder();
    for (int i = 0; i < 2 * BURST; i++) {
      lines.append(
          "{\"agent\":\"%s\",\"id\":\"%d\",\"action\":\"destroy\",\"resource\":\"web\"}%n"
              .formatted(agent, i));
    }
    return lines.toString();
  }

  @Test
  void countsAreThoseOfTheFloodBeforeAndOfTheFloodDuringIt() throws Exception {
    JsonNode empty =
        wall.type("watch", "--count", "1", "--interval", "1", "-o", "json").json().get(0);
    assertThat(empty.get("agents").intValue()).isZero();
    assertThat(empty.get("valve").textValue()).isEqualTo("open");
    wall.typeWith(flood("early"), "submit", "--wait");
    wall.type("valve", "close", "--reason", "look", "--who", "ada");
    try (var watching = new Watching(wall, "watch", "--interval", "1", "-o", "json")) {
      watching.awaitLine(
          "\"admitted\":"
              + BURST
              + ",\"refused\":"
              + BURST
              + "},\"busiest\":[{\"agent\":\"early\"");
      wall.typeWith(flood("late"), "submit");
      watching.awaitLine(
          "\"valve\":\"closed\",\"ledger_lag\":0,\"agents\":2,\"all\":{\"waiting\":" + BURST);
      wall.type("valve", "open", "--reason", "look", "--who", "ada");
      watching.awaitLine(
          "\"waiting\":0,\"pending\":0,\"admitted_per_s\":0.0,\"refused_per_s\":0.0,\"admitted\":"
              + 2 * BURST);
    }
    Said table = wall.type("watch", "--count", "2", "--interval", "1", "--top", "1");
    assertThat(table.err()).isEmpty();
    assertThat(table.exit()).isZero();
    assertThat(table.out()).hasLineCount(9).contains("agents 2, the busiest 1", "(all)", "early");

    wall.typeWith(flood("<b>evil.example"), "submit", "--wait");
    Transcript transcript = new Transcript("watch");
    transcript.on(wall, "--count", "2", "--interval", "1", "--top", "2");
    transcript.on(wall, "--count", "1", "--interval", "1", "-o", "json");
    transcript.on(wall, "--since", "\u001b[2Jevil.example\u202e");
    transcript.on(wall, "--top", "0");
    transcript.on(wall, "--prefix", "nowhere.");
    transcript.isGolden();
    whatIsSentUnderAKeyThatIsNoNameIsAnsweredToo();
  }

  private static void whatIsSentUnderAKeyThatIsNoNameIsAnsweredToo() throws Exception {
    try (Producer<byte[], byte[]> anybody = wall.local().wall().producer(Map.of())) {
      for (byte[] key : new byte[][] {{'a', '\n', 'b'}, {'a', (byte) 0xFF}, null}) {
        String intents = wall.local().wall().topics().intents();
        anybody.send(new ProducerRecord<>(intents, 0, key, new byte[] {1})).get();
      }
    }
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> {
              List<JsonNode> nobody =
                  wall.type("get", "agents", "-o", "json").json().stream()
                      .filter(row -> row.get("agent").textValue().isEmpty())
                      .toList();
              assertThat(nobody).hasSize(1);
              assertThat(nobody.get(0).get("refused").intValue()).isEqualTo(3);
              assertThat(nobody.get(0).get("pending").intValue()).isZero();
            });
  }
}
