package io.floodwall.app.commands;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.floodwall.app.Floodwall;
import io.floodwall.app.cli.ExitCode;
import io.floodwall.app.wall.Wall;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A short swing at a wall of its own, and one at a wall that somebody writes nonsense to. */
@Timeout(180)
final class HammerIT {
  private static final String[] SWING = {
    "--for", "4s", "--readers", "2", "--verifiers", "1", "-o", "json"
  };
  private static final String[] SHORT = {
    "--for", "2s", "--readers", "1", "--verifiers", "0", "--rate", "50"
  };

  @Test
  void proofsHoldWhileTheLedgerIsWrittenAndWhatIsNoneIsFound() throws Exception {
    Transcript transcript = transcript();
    Said said = transcript.by(SWING);

    JsonNode told = said.json().get(0);
    assertThat(said.exit()).as(said.err()).isEqualTo(ExitCode.OK);
    assertThat(told.path("failures").asLong(-1)).isZero();
    assertThat(told.path("proofs_verified").asLong()).isPositive();
    assertThat(told.path("full_verifications").asLong()).isPositive();
    assertThat(told.path("writes").asLong()).isPositive();
    assertThat(told.path("rate_per_second").asLong())
        .isLessThanOrEqualTo(told.path("capacity_per_second").asLong());
    assertThat(told.path("receipt_p99_ms").asDouble())
        .isGreaterThanOrEqualTo(told.path("receipt_p50_ms").asDouble())
        .isPositive();

    transcript.add(disturbed(), SHORT);
    transcript.by("--readers", "0");
    transcript.by("--rate", "-1");
    transcript.by("--for", "\u001b[2Jevil.example");
    transcript.isGolden();
  }

  private static Transcript transcript() {
    return new Transcript("hammer")
        .varying("(\"(?!failures|seed)[a-z0-9_]+\"):[0-9.]+", "$1:0")
        .varying("\\S+/floodwall-[0-9a-zA-Z]+", "FOLDER")
        .varying("\\d+ (intents|a second|inclusion|consistency|checkpoints)", "N $1")
        .varying("tiles-0@\\d+", "tiles-0@N")
        .varying("verified \\d+ times", "verified N times")
        .varying("with \\d+$", "with N")
        .varying("\\d+[.]\\d+ ms", "N ms");
  }

  /** As its wall is told of, somebody writes a tile that is none, under a hostile key. */
  private static Said disturbed() {
    var out = new StringWriter();
    var err = new Disturbed();
    var command = Floodwall.commandLine();
    command.setOut(new PrintWriter(out));
    command.setErr(new PrintWriter(err, true));
    int exit =
        command.execute(
            Stream.concat(Stream.of("hammer"), Arrays.stream(SHORT)).toArray(String[]::new));
    return new Said(exit, out.toString(), err.toString());
  }

  /** What it says, and who reads along. */
  private static final class Disturbed extends StringWriter {
    private boolean done;

    @Override
    public void flush() {
      String[] address = toString().split("--bootstrap ", 2);
      if (!done && address.length == 2 && address[1].contains("\n")) {
        done = true;
        disturb(address[1].split("\n", 2)[0]);
      }
    }

    private static void disturb(String address) {
      try (Wall wall = Wall.connect(Map.of("bootstrap.servers", address), "floodwall.", 10_000);
          Producer<byte[], byte[]> anybody = wall.producer(Map.of())) {
        byte[] key = "0/\u001b[2Jevil.example\u202e/0".getBytes(UTF_8);
        anybody.send(new ProducerRecord<>(wall.topics().tiles(), 0, key, new byte[32])).get();
      } catch (InterruptedException | ExecutionException e) {
        throw new AssertionError(e);
      }
    }
  }
}
