package io.floodwall.app.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.floodwall.app.cli.ExitCode;
import io.floodwall.app.cli.Json;
import io.floodwall.app.commands.Said;
import io.floodwall.app.commands.Transcript;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The demo reproduces the seed's published figures through a real broker, and what it keeps
 * verifies.
 */
class DemoIT {
  @TempDir private Path folder;

  @Test
  void theDemoMeetsEveryPublishedFigureAndItsLedgerVerifiesFromTheKeptFolder() throws Exception {
    Path kept = folder.resolve("kept");
    Said demo = Said.by("demo", "-o", "json", "--keep", kept.toString());
    Transcript transcript = transcript();
    transcript.add(demo, "-o", "json", "--keep", kept.toString());
    System.out.println("DemoIT " + demo.out().strip());
    assertThat(demo.exit()).as(demo.err()).isEqualTo(ExitCode.OK);
    assertThat(demo.out().strip().lines()).hasSize(1);
    JsonNode both = Json.parse(demo.out());
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
    assertThat(Said.by("fsck", "--data", kept.toString()).exit()).isEqualTo(ExitCode.OK);

    Said verify = Said.by("ledger", "verify", "-o", "json", "--data", kept.toString());
    assertThat(verify.exit()).as(verify.out() + verify.err()).isEqualTo(ExitCode.OK);
    assertThat(verify.out()).contains(both.get("kafka").get("head").asText());

    Said again = Said.by("demo", "--keep", kept.toString());
    assertThat(again.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(again.err()).contains("not empty");
    transcript.add(again, "--keep", kept.toString());
    transcript.by("--keep", folder.resolve("x\u001b[2Jevil.example\u202e").toString());
    transcript.by("--keep", Files.writeString(folder.resolve("file"), "a file").toString());
    transcript.by("\u001b[2Jevil.example");
    transcript.isGolden();
  }

  private Transcript transcript() {
    return new Transcript("demo")
        .calling(folder, "FOLDER")
        .varying("\"(seconds|intents_per_second)\":[0-9.]+", "\"$1\":0")
        .varying("(seconds|intents/s): +[0-9.]+ +[0-9.]+", "$1:  N  N")
        .varying("(floodwall-demo/0\\\\n)\\d+", "$1N")
        .varying("^ {4}\\d+$", "    N")
        .varying("(?<=\\\\n| )[A-Za-z0-9+/]{43,}=+", "BASE64");
  }
}
