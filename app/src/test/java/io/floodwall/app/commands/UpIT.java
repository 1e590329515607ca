package io.floodwall.app.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.floodwall.app.cli.Json;
import io.floodwall.app.wall.ProducerQuota;
import io.floodwall.app.wall.Wall;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code floodwall up}, from the first line it prints to what is left when it has gone. */
class UpIT {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int TERMINATED = 128 + 15;

  @TempDir private Path folder;

  @Test
  void itIsReadySaysWhatToTypeNextAndLeavesNothingBehind() throws Exception {
    try (UpProcess up = UpProcess.start(folder, "--throw-away", "--port", "0")) {
      assertThat(Double.parseDouble(up.says("^ready in ([0-9.]+) s$"))).isPositive();
      for (String app : List.of("admission", "gate", "ledger")) {
        assertThat(get(up.says("^  " + app + " +(http://\\S+)$")))
            .contains("\"app\":\"" + app + "\"", "\"state\":\"RUNNING\"", "\"ready\":true");
      }
      assertThat(up.next())
          .extracting(words -> words.get(0))
          .containsExactly("submit", "valve", "ledger");
      for (List<String> command : up.next()) {
        assertThat(Said.by(command.toArray(String[]::new))).returns(0, Said::exit);
      }
      try (Wall wall =
          Wall.connect(Map.of("bootstrap.servers", up.bootstrap()), "floodwall.", 10_000)) {
        assertThat(ProducerQuota.all(wall.cluster()).values())
            .singleElement()
            .isEqualTo(Map.of("producer_byte_rate", 67_108_864.0));
      }
      Path data = Path.of(up.says("starting a Kafka broker on (\\S+)"));
      assertThat(data).isDirectory();

      assertThat(up.stop(PATIENCE)).isEqualTo(TERMINATED);

      assertThat(up.hasChildren()).isFalse();
      assertThat(data).doesNotExist();
      assertThat(up.err()).contains("up: stopped").doesNotContain("ERROR", "Exception");
      assertThat(up.out())
          .endsWith("Ctrl-C stops everything and loses nothing." + System.lineSeparator());
      assertThatThrownBy(() -> connect(up.bootstrap())).isInstanceOf(ConnectException.class);
    }
  }

  @Test
  void whatItKeptIsThereTheNextTimeAndOneFolderHasOneWall() throws Exception {
    String data = folder.resolve("data").toString();
    String[] options = {"--data", data, "--port", "0", "--partitions", "3", "--prefix", "kept."};
    try (UpProcess up = UpProcess.start(folder, options)) {
      assertThat(submit(up).out()).contains("deployer/1 admit ADMITTED");

      Said second = Said.by("up", "--data", data, "--port", "0");
      assertThat(second).returns(1, Said::exit).returns("", Said::out);
      assertThat(second.err())
          .contains("cannot use " + data + " as data folder: another process uses it");

      assertThat(submit(up)).returns(3, Said::exit);
      assertThat(up.stop(PATIENCE)).isEqualTo(TERMINATED);
      assertThat(Path.of(data, "kafka", ".kafka_cleanshutdown"))
          .as("the broker's own sign of a clean stop")
          .exists();
    }
    options[5] = "4";
    String[] asJson =
        Stream.concat(Stream.of(options), Stream.of("-o", "json")).toArray(String[]::new);
    try (UpProcess up = UpProcess.start(folder, asJson)) {
      JsonNode ready = Json.parse(up.out());
      assertThat(ready.fieldNames())
          .toIterable()
          .containsExactly(
              "ready_seconds", "bootstrap", "prefix", "partitions", "data", "kept", "apps");
      assertThat(ready.get("ready_seconds").doubleValue()).isPositive();
      assertThat(ready.get("prefix").textValue()).isEqualTo("kept.");
      assertThat(ready.get("partitions").intValue()).isEqualTo(3);
      assertThat(ready.get("kept").booleanValue()).isTrue();
      assertThat(ready.get("data").textValue()).isEqualTo(data);
      for (String app : List.of("admission", "gate", "ledger")) {
        assertThat(get(ready.at("/apps/" + app + "/health").textValue()))
            .contains("\"app\":\"" + app + "\"");
        assertThat(get(ready.at("/apps/" + app + "/metrics").textValue())).contains("floodwall_");
      }
      assertThat(submit(up))
          .returns(3, Said::exit)
          .extracting(Said::out)
          .asString()
          .contains("deployer/1 refused DUPLICATE");
      assertThat(
              Said.by("policy", "show", "--bootstrap", up.bootstrap(), "--prefix", "kept.").out())
          .contains("version: 1");
      assertThat(up.stop(PATIENCE)).isEqualTo(TERMINATED);
    }
  }

  @Test
  void aTakenPortIsToldAndNothingIsLeft() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Path data = folder.resolve("data");
      Said said =
          Said.by(
              "up", "--data", data.toString(), "--port", Integer.toString(taken.getLocalPort()));
      assertThat(said).returns(1, Said::exit).returns("", Said::out);
      assertThat(said.err())
          .contains("cannot listen on 127.0.0.1:" + taken.getLocalPort(), "choose another port");
    }
  }

  @Test
  void aWrongKeyOrPrefixIsToldAndTheFolderIsFreeAgain() {
    String data = folder.resolve("data").toString();
    assertThat(Said.by("up", "--data", data, "--port", "0", "--set", "floodwall.rate.brust=8"))
        .returns(2, Said::exit)
        .extracting(Said::err)
        .asString()
        .contains("unknown configuration [floodwall.rate.brust]");
    assertThat(Said.by("up", "--data", data, "--port", "0", "--prefix", "no-dot"))
        .returns(2, Said::exit)
        .extracting(Said::err)
        .asString()
        .contains("topic prefix 'no-dot'");
  }

  private static Said submit(UpProcess up) throws IOException {
    return Said.by(
        "submit",
        "--agent",
        "deployer",
        "--id",
        "1",
        "--action",
        "scale",
        "--resource",
        "web",
        "--replicas",
        "3",
        "--wait",
        "--bootstrap",
        up.bootstrap(),
        "--prefix",
        "kept.");
  }

  private static String get(String address) throws IOException, InterruptedException {
    var response =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(address)).build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).isEqualTo(200);
    return response.body();
  }

  private static void connect(String address) throws IOException {
    int colon = address.lastIndexOf(':');
    new Socket(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1))).close();
  }
}
