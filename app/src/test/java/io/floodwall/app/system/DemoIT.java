package io.floodwall.app.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.floodwall.app.Floodwall;
import io.floodwall.app.cli.ExitCode;
import io.floodwall.app.cli.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * The demo reproduces the seed's published figures through a real broker, and what it keeps
 * verifies.
 */
class DemoIT {
  @TempDir private Path folder;

  @Test
  void theDemoMeetsEveryPublishedFigureAndItsLedgerVerifiesFromTheKeptFolder() throws Exception {
    Path kept = folder.resolve("kept");
    Run demo = run("demo", "-o", "json", "--keep", kept.toString());
    System.out.println("DemoIT " + demo.out.strip());
    assertThat(demo.code).as(demo.err).isEqualTo(ExitCode.OK);
    assertThat(demo.out.strip().lines()).hasSize(1);
    JsonNode both = Json.parse(demo.out);
    for (String wall : new String[] {"kafka", "memory"}) {
      JsonNode result = both.get(wall);
      assertThat(result.get("rate_limited").asInt()).isEqualTo(451);
      assertThat(result.get("backpressure").asInt()).isEqualTo(3037);
      assertThat(result.get("queued").asInt()).isEqualTo(512);
      assertThat(result.get("admitted").asInt()).isEqualTo(207);
      assertThat(result.get("deferred").asInt()).isEqualTo(120);
      assertThat(result.get("rejected").asInt()).isEqualTo(185);
      assertThat(result.get("records").asInt()).isEqualTo(512);
      assertThat(result.get("compat_head").asText()).isEqualTo("0x081eb68250004746");
      assertThat(result.get("head").asText()).matches("[0-9a-f]{64}");
      assertThat(result.get("chain_valid").asBoolean()).isTrue();
      assertThat(result.get("seconds").asDouble()).isPositive();
      assertThat(result.get("intents_per_second").asLong()).isPositive();
    }

    assertThat(both.get("kafka").get("checkpoint").asText())
        .startsWith("floodwall-demo/0\n")
        .contains("\n\n\u2014 floodwall-demo/0 ");
    assertThat(run("fsck", "--data", kept.toString()).code).isEqualTo(ExitCode.OK);

    Run verify = run("ledger", "verify", "-o", "json", "--data", kept.toString());
    assertThat(verify.code).as(verify.out + verify.err).isEqualTo(ExitCode.OK);
    assertThat(verify.out).contains(both.get("kafka").get("head").asText());

    Run again = run("demo", "--keep", kept.toString());
    assertThat(again.code).isEqualTo(ExitCode.USAGE);
    assertThat(again.err).contains("not empty");
  }

  private record Run(int code, String out, String err) {}

  private static Run run(String... arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    CommandLine command = Floodwall.commandLine();
    command.setOut(new PrintWriter(out));
    command.setErr(new PrintWriter(err));
    int code = command.execute(arguments);
    return new Run(code, out.toString(), err.toString());
  }
}
