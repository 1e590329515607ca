package io.floodwall.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.floodwall.runtime.StartException.Problem;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a probe is told, by code and by one line of JSON. */
final class HealthServerTest {
  private static final String HOST = "127.0.0.1";
  private static final String SCRAPE = "floodwall_ready{app=\"gate\"} 1.0\n";
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  private volatile Health health = new Health("gate", "STARTING", true, false, 0, 0, 0);
  private final HealthServer server = HealthServer.start(HOST, 0, () -> health, () -> SCRAPE);

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
  @CsvSource({"/", "/Live", "/live/", "/health/x", "/..", "/metrics/"})
  void anyOtherPathIsNotFoundAndSaysWhatToTry(String path)
      throws IOException, InterruptedException {
    assertThat(get(path).statusCode()).isEqualTo(404);
    assertThat(get(path).body())
        .isEqualTo("{\"error\":\"try /live, /ready, /health or /metrics\"}\n");
  }

  @Test
  void metricsAreInPrometheusTextFormatHoweverTheApplicationIs()
      throws IOException, InterruptedException {
    health = new Health("gate", "FAILED", false, false, 0, 0, 0);
    HttpResponse<String> answer = get("/metrics");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(SCRAPE);
    assertThat(answer.headers().firstValue("Content-Type"))
        .contains("text/plain; version=0.0.4; charset=utf-8");
  }

  @Test
  void queryIsIgnored() throws IOException, InterruptedException {
    assertThat(get("/live?verbose=1").statusCode()).isEqualTo(200);
  }

  @Test
  void portZeroTakesAFreeOneAndSaysWhich() {
    try (HealthServer other = HealthServer.start(HOST, 0, () -> health, () -> SCRAPE)) {
      assertThat(other.address()).startsWith(HOST + ":").isNotEqualTo(server.address());
      assertThat(other.address()).doesNotEndWith(":0");
    }
  }

  @Test
  void portThatIsTakenStopsTheStartAndSaysWhatToSet() {
    String taken = server.address();
    int port = Integer.parseInt(taken.substring(taken.lastIndexOf(':') + 1));
    assertThatThrownBy(() -> HealthServer.start(HOST, port, () -> health, () -> SCRAPE))
        .isInstanceOfSatisfying(
            StartException.class, e -> assertThat(e.problem()).isEqualTo(Problem.PORT_TAKEN))
        .hasMessageStartingWith("PORT_TAKEN: the health endpoint cannot listen on " + taken)
        .hasMessageContaining("set floodwall.health.port to a free port, or 0");
  }

  @Test
  void hostThatIsNotThisMachineStopsTheStartToo() {
    for (String host : new String[] {"no.such.host.invalid", "192.0.2.1"}) {
      assertThatThrownBy(() -> HealthServer.start(host, 0, () -> health, () -> SCRAPE))
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

  private HttpResponse<String> ask(String method, String path)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create("http://" + server.address() + path))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .timeout(Duration.ofSeconds(5))
            .build();
    return CLIENT.send(request, BodyHandlers.ofString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH"})
  void onlyGetAndHeadAreServed(String method) throws IOException, InterruptedException {
    HttpResponse<String> answer = ask(method, "/live");
    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("Allow")).contains("GET, HEAD");
  }

  @Test
  void headTellsWhatGetTellsWithoutTheBody() throws IOException, InterruptedException {
    health = new Health("gate", "RUNNING", true, true, 0, 0, 0);
    HttpResponse<String> answer = ask("HEAD", "/ready");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
    assertThat(answer.headers().firstValueAsLong("Content-Length"))
        .hasValue(get("/ready").body().length());
  }

  @Test
  void clientsThatAreSlowToAskDoNotHoldBackAProbe() throws IOException, InterruptedException {
    List<Socket> slow = slowClients(HttpDoor.THREADS_MAX - 1);
    try {
      assertThat(get("/live").statusCode()).isEqualTo(200);
    } finally {
      close(slow);
    }
  }

  @Test
  void clientsThatNeverFinishAskingAreCutOff() throws IOException {
    List<Socket> slow = slowClients(HttpDoor.THREADS_MAX + 1);
    try {
      for (Socket client : slow.subList(0, HttpDoor.THREADS_MAX)) {
        client.setSoTimeout((HealthServer.EXCHANGE_SECONDS_MAX + 10) * 1_000);
        assertThat(client.getInputStream().read()).isEqualTo(-1);
      }
    } finally {
      close(slow);
    }
  }

  /** Clients that send half a request line and then nothing. */
  private List<Socket> slowClients(int count) throws IOException {
    String address = server.address();
    int port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    var clients = new ArrayList<Socket>();
    for (int i = 0; i < count; i++) {
      var client = new Socket(InetAddress.getLoopbackAddress(), port);
      client.getOutputStream().write("GET /li".getBytes(StandardCharsets.US_ASCII));
      client.getOutputStream().flush();
      clients.add(client);
    }
    return clients;
  }

  private static void close(List<Socket> clients) throws IOException {
    for (Socket client : clients) {
      client.close();
    }
  }
}
