package io.floodwall.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.floodwall.runtime.StartException.Problem;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a probe is told, by code and by one line of JSON. */
final class HealthServerTest {
  private static final String HOST = "127.0.0.1";
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  private volatile Health health = new Health("gate", "STARTING", true, false, 0, 0, 0);
  private final HealthServer server = HealthServer.start(HOST, 0, () -> health);

  @AfterEach
  void close() {
    server.close();
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create("http://" + server.address() + path))
            .timeout(Duration.ofSeconds(5))
            .build();
    return CLIENT.send(request, BodyHandlers.ofString());
  }

  @ParameterizedTest
  @CsvSource({
    "STARTING, true, false, 200, 503",
    "RESTORING, true, false, 200, 503",
    "RUNNING, true, true, 200, 200",
    "STOPPED, true, false, 200, 503",
    "FAILED, false, false, 503, 503"
  })
  void codesSayWhetherItLivesAndWhetherItIsReady(
      String state, boolean live, boolean ready, int liveCode, int readyCode)
      throws IOException, InterruptedException {
    health = new Health("gate", state, live, ready, 0, 0, 0);

    assertThat(get("/live").statusCode()).isEqualTo(liveCode);
    assertThat(get("/ready").statusCode()).isEqualTo(readyCode);
    assertThat(get("/health").statusCode()).isEqualTo(readyCode);
    assertThat(get("/health").body()).contains("\"state\":\"" + state + "\"");
  }

  @Test
  void bodyIsOneLineOfJsonWithHowFarRestoringIs() throws IOException, InterruptedException {
    health = new Health("ledger", "RESTORING", true, false, 2, 1_500, 9_000_000_000L);
    HttpResponse<String> answer = get("/health");

    assertThat(answer.body())
        .isEqualTo(
            "{\"app\":\"ledger\",\"state\":\"RESTORING\",\"live\":true,\"ready\":false,"
                + "\"restoring\":{\"changelogs\":2,\"done\":1500,\"total\":9000000000}}\n");
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
  }

  @ParameterizedTest
  @CsvSource({"/", "/Live", "/live/", "/health/x", "/..", "/metrics"})
  void anyOtherPathIsNotFoundAndSaysWhatToTry(String path)
      throws IOException, InterruptedException {
    assertThat(get(path).statusCode()).isEqualTo(404);
    assertThat(get(path).body()).isEqualTo("{\"error\":\"try /live, /ready or /health\"}\n");
  }

  @Test
  void queryIsIgnored() throws IOException, InterruptedException {
    assertThat(get("/live?verbose=1").statusCode()).isEqualTo(200);
  }

  @Test
  void portZeroTakesAFreeOneAndSaysWhich() {
    try (HealthServer other = HealthServer.start(HOST, 0, () -> health)) {
      assertThat(other.address()).startsWith(HOST + ":").isNotEqualTo(server.address());
      assertThat(other.address()).doesNotEndWith(":0");
    }
  }

  @Test
  void portThatIsTakenStopsTheStartAndSaysWhatToSet() {
    String taken = server.address();
    int port = Integer.parseInt(taken.substring(taken.lastIndexOf(':') + 1));
    assertThatThrownBy(() -> HealthServer.start(HOST, port, () -> health))
        .isInstanceOfSatisfying(
            StartException.class, e -> assertThat(e.problem()).isEqualTo(Problem.PORT_TAKEN))
        .hasMessageStartingWith("PORT_TAKEN: the health endpoint cannot listen on " + taken)
        .hasMessageContaining("set floodwall.health.port to a free port, or 0");
  }

  @Test
  void hostThatIsNotThisMachineStopsTheStartToo() {
    for (String host : new String[] {"no.such.host.invalid", "192.0.2.1"}) {
      assertThatThrownBy(() -> HealthServer.start(host, 0, () -> health))
          .isInstanceOf(StartException.class)
          .hasMessageContaining(host + ":0");
    }
  }

  @Test
  void closedServerListensNoMore() throws IOException, InterruptedException {
    assertThat(get("/live").statusCode()).isEqualTo(200);
    server.close();
    assertThatThrownBy(() -> get("/live")).isInstanceOf(ConnectException.class);
  }
}
