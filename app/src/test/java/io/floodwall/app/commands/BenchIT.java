package io.floodwall.app.commands;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.floodwall.app.cli.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The benchmark's short form: that it measures and says what it must, not how fast. */
class BenchIT {
  /** What was asked for, and is no figure. */
  private static final String SET =
      "agents|partitions|commit_interval_ms|warm_up_intents|seed_per_second";

  private static final String[] THROUGHPUT = {
    "--only", "throughput", "--intents", "3000", "-o", "json"
  };
  private static final String[] CORE = {"--only", "core", "--intents", "5000", "--rounds", "1"};
  private static final String[] TINY = {
    "--quick", "--warm-up", "0", "--rounds", "2", "--agents", "50", "--partitions", "2"
  };

  private static Said throughput;

  @BeforeAll
  static void runsOnce() {
    throughput = bench(THROUGHPUT);
  }

  @Test
  void throughputIsOneObjectWithEveryFigureBesideItsReferences() throws Exception {
    assertThat(throughput.exit()).as(throughput.err()).isEqualTo(ExitCode.OK);
    List<JsonNode> lines = throughput.json();
    assertThat(lines).hasSize(1);
    Transcript transcript = transcript("throughput");
    // as many rounds as there is time for
    String talk = throughput.err().replaceAll("(?m)^bench throughput: round .*\\R", "");
    transcript.add(new Said(throughput.exit(), throughput.out(), talk), with(TINY, THROUGHPUT));
    transcript.isGolden();
    JsonNode json = lines.get(0);
    for (String figure :
        List.of(
            "intents_per_second",
            "same_work_per_second",
            "ratio_to_same_work",
            "pass_through_per_second",
            "ratio_to_pass_through",
            "producer_per_second",
            "cpu_seconds_per_million_intents")) {
      assertThat(json.path(figure).asDouble()).as(figure).isPositive();
    }
    assertThat(json.path("rounds").asInt()).isBetween(1, 2); // as time allows
    assertThat(json.path("settings").path("quick").asBoolean()).isTrue();
    assertThat(json.path("machine").path("processors").asInt()).isPositive();
    assertThat(json.path("versions").path("kafka").asText()).startsWith("4.");
  }

  @Test
  void theCoreIsMeasuredBesideItsHashesAndTheSeed(@TempDir Path folder) throws Exception {
    Path file = Files.createFile(folder.resolve("x\u001b[2Jevil.example"));
    Transcript transcript = transcript("").calling(folder, "FOLDER");
    transcript.by(CORE);
    Said said = transcript.by(with(CORE, "-o", "json"));
    transcript.by(with(CORE, "--out", file.toString()));
    transcript.by(with(CORE, "--set", "floodwall.\u001b[2Jevil.example=1"));
    transcript.by("--only", "\u001b[2Jevil.example");
    transcript.isGolden();

    assertThat(said.exit()).as(said.err()).isEqualTo(ExitCode.OK);
    JsonNode json = said.json().get(0);
    for (String track : List.of("fnv", "sha256", "fnv_alone", "sha256_alone")) {
      assertThat(json.path(track).path("median").asDouble()).as(track).isPositive();
    }
    assertThat(json.path("core_per_second").asLong())
        .isEqualTo(Math.round(json.path("fnv").path("median").asDouble()));
    assertThat(json.path("ratio_to_seed").asDouble()).isPositive();
  }

  @Test
  void latencyIsTakenAtEveryMarkBesideTheSameWork(@TempDir Path folder) throws Exception {
    Said said =
        bench("--only", "latency", "--out", folder.toString(), "--intents", "300", "-o", "json");

    assertThat(said.exit()).as(said.err()).isEqualTo(ExitCode.OK);
    JsonNode json = said.json().get(0);
    assertThat(json.path("admitted_p99_ms").asDouble()).isPositive();
    assertThat(json.path("same_work_p99_ms").asDouble()).isPositive();
    assertThat(json.path("rows")).hasSize(4);
    JsonNode wall = json.path("rows").get(0);
    assertThat(wall.path("lane").asText()).isEqualTo("wall");
    double admitted = wall.at("/admitted_ms/p50").asDouble();
    assertThat(admitted).isPositive();
    assertThat(wall.at("/ledgered_ms/p50").asDouble()).isGreaterThan(admitted);
    assertThat(wall.at("/in_force_ms/p50").asDouble()).isGreaterThan(admitted);
    assertThat(folder.resolve("bench.json")).content().startsWith("{\"benchmark\":\"latency\"");
    assertThat(folder.resolve("bench.md")).content().contains("![latency](latency.svg)");
    assertThat(folder.resolve("latency.svg")).content().startsWith("<svg");
  }

  @Test
  void growthHasEverySizesCostItsSlopeAndWhatIsKept(@TempDir Path folder) throws Exception {
    String[] growth = {
      "--only", "growth", "--out", folder.toString(), "--intents", "500", "-o", "json"
    };
    // in a process of its own: in this one, what other tests leave behind is freed meanwhile
    Said said =
        CommandProcess.toItsEnd(
            folder, Duration.ofMinutes(5), with(with(new String[] {"bench"}, TINY), growth));

    assertThat(said.exit()).as(said.err()).isEqualTo(ExitCode.OK);
    JsonNode json = said.json().get(0);
    assertThat(sizes(json, "agents")).containsExactly(10, 1_000, 100_000);
    assertThat(sizes(json, "waiting")).containsExactly(100, 1_000, 10_000, 100_000, 1_000_000);
    assertThat(sizes(json, "ledger")).containsExactly(100_000, 1_000_000);
    assertThat(sizes(json, "partitions")).containsExactly(1, 8);
    for (String series : List.of("agents", "waiting", "ledger", "partitions")) {
      assertThat(json.at("/" + series + "/slope").isNumber()).as(series).isTrue();
      JsonNode rows = json.at("/" + series + "/rows");
      assertThat(rows.get(rows.size() - 1).path("mib_per_million").asDouble()).isPositive();
      for (JsonNode row : rows) {
        assertThat(row.path("ns_each").asDouble())
            .isPositive()
            .isBetween(row.path("ns_min").asDouble(), row.path("ns_max").asDouble());
      }
    }
    assertThat(json.at("/partitions/rows/0/log_per_intent/bytes_by_topic/ledger").asDouble())
        .isPositive();
    assertThat(folder.resolve("bench.md")).content().contains("![growth](growth.svg)");
    assertThat(folder.resolve("growth.svg")).content().contains("slope");
  }

  @Test
  void scaleHasEveryShapeAndThreeBrokersKeepThreeCopies(@TempDir Path folder) throws Exception {
    Said said =
        bench("--only", "scale", "--out", folder.toString(), "--intents", "500", "-o", "json");

    assertThat(said.exit()).as(said.err()).isEqualTo(ExitCode.OK);
    JsonNode rows = said.json().get(0).path("rows");
    var shapes = new ArrayList<String>();
    for (JsonNode row : rows) {
      shapes.add(row.path("instances").asInt() + " on " + row.path("brokers").asInt());
      assertThat(row.at("/per_second/median").asDouble()).isPositive();
      assertThat(row.at("/cpu_seconds_per_million/median").asDouble()).isPositive();
      assertThat(row.path("ratio_of_rate").asDouble()).isPositive();
    }
    assertThat(shapes).containsExactly("1 on 1", "2 on 1", "1 on 3", "2 on 3");
    String ledger = "/log_per_intent/bytes_by_topic/ledger";
    assertThat(rows.get(2).at(ledger).asDouble() / rows.get(0).at(ledger).asDouble())
        .isBetween(2.5, 3.5);
    assertThat(folder.resolve("bench.md")).content().contains("![scale](scale.svg)");
    assertThat(folder.resolve("scale.svg")).content().contains("2 of each, brokers 3");
  }

  private static List<Integer> sizes(JsonNode json, String series) {
    var sizes = new ArrayList<Integer>();
    json.at("/" + series + "/rows").forEach(row -> sizes.add(row.path("size").asInt()));
    return sizes;
  }

  @Test
  void theSameWorkIsTheWallsToWithinATenth() throws Exception {
    JsonNode json = throughput.json().get(0);

    for (String topic : List.of("candidates", "admitted", "deferred", "ledger")) {
      assertNear(bytes(json, "same_work", topic), bytes(json, "wall", topic));
    }
    for (String topic : List.of("candidates", "admitted", "ledger")) {
      assertNear(bytes(json, "pass_through", topic), bytes(json, "wall", "intents"));
    }
  }

  private static void assertNear(double bytes, double expected) {
    assertThat(expected).isPositive();
    assertThat(bytes).isBetween(expected * 0.9, expected * 1.1);
  }

  @ParameterizedTest
  @CsvSource({
    "--intents,0,--intents must be 1 to",
    "--rounds,0,--rounds must be 1 to",
    "--agents,-1,--agents must be 1 to",
    "--partitions,1001,--partitions must be 1 to",
    "--commit-ms,0,--commit-ms must be 1 to",
    "--only,everything,--only"
  })
  void aBadOptionIsAWrongUse(String option, String value, String message) {
    Said said = Said.by("bench", option, value);

    assertThat(said.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(said.err()).contains(message);
    assertThat(said.out()).isEmpty();
  }

  private static Transcript transcript(String story) {
    return new Transcript("bench", story)
        .varying("(\"(?!" + SET + ")[a-z0-9_.-]+\"):-?[0-9.]+(E-?\\d+)?", "$1:0")
        .varying("(\"(bytes_by_topic|cpu_\\w+_by_part)\"):\\{[^}]*}", "$1:{}")
        .varying("(\"(cpu|os|java|collector|floodwall|kafka)\"):\"[^\"]*\"", "$1:\"WORD\"")
        .varying("[0-9,]+ to [0-9,]+", "N to N")
        .varying("^ *[0-9,]+(?=  )", "N")
        .varying("(?<= )[0-9,.]+(?=  | (a second|of it))", "N");
  }

  private static String[] with(String[] words, String... more) {
    return Stream.concat(Arrays.stream(words), Arrays.stream(more)).toArray(String[]::new);
  }

  private static double bytes(JsonNode json, String track, String topic) {
    return json.path(track).path("log_per_intent").path("bytes_by_topic").path(topic).asDouble();
  }

  private static Said bench(String... more) {
    return Said.by(with(with(new String[] {"bench"}, TINY), more));
  }
}
