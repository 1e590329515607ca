package io.floodwall.runtime;

import com.sun.net.httpserver.HttpExchange;
import io.floodwall.runtime.StartException.Problem;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Answers whether an application lives, is ready, or is still restoring: {@code /live}, {@code
 * /ready} and {@code /health}; and what it counts, in Prometheus' text format: {@code /metrics}.
 *
 * <p>The first three answer 200 or 503 with one line of JSON: {@code
 * {"app","state","live","ready","restoring":{"changelogs","done", "total"}}}. Only GET and HEAD are
 * served. A client that is slow to ask or to listen holds one of {@link HttpDoor#THREADS_MAX}
 * threads, and for {@link #EXCHANGE_SECONDS_MAX} seconds at most.
 */
final class HealthServer implements AutoCloseable {
  /** How long a client may take to send a request, and how long to read the answer. */
  static final int EXCHANGE_SECONDS_MAX = 5;

  private static final HttpDoor.Limits LIMITS = new HttpDoor.Limits(EXCHANGE_SECONDS_MAX, 0, 0);
  private static final String JSON = "application/json";
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

  private final HttpDoor door;

  private HealthServer(HttpDoor door) {
    this.door = door;
  }

  static HealthServer start(
      String host, int port, Supplier<Health> health, Supplier<String> metrics) {
    try {
      return new HealthServer(
          HttpDoor.open(
              new InetSocketAddress(host, port),
              "floodwall-health",
              LIMITS,
              exchange -> answer(exchange, health, metrics)));
    } catch (IOException | IllegalArgumentException e) {
      throw new StartException(
          Problem.PORT_TAKEN,
          "the health endpoint cannot listen on "
              + host
              + ":"
              + port
              + " ("
              + e.getMessage()
              + "); set "
              + AppConfig.HEALTH_PORT
              + " to a free port, or 0",
          e);
    }
  }

  /** Host and port it listens on. */
  String address() {
    InetSocketAddress bound = door.address();
    return bound.getAddress().getHostAddress() + ":" + bound.getPort();
  }

  @Override
  public void close() {
    door.close();
  }

  private static void answer(
      HttpExchange exchange, Supplier<Health> health, Supplier<String> metrics) throws IOException {
    try (exchange) {
      String method = exchange.getRequestMethod();
      if (!method.equals("GET") && !method.equals("HEAD")) {
        exchange.getResponseHeaders().set("Allow", "GET, HEAD");
        HttpDoor.send(exchange, 405, JSON, "{\"error\":\"only GET and HEAD\"}\n");
        return;
      }
      String path = exchange.getRequestURI().getPath();
      switch (path) {
        case "/live" -> answer(exchange, health.get(), Health::live);
        case "/ready", "/health" -> answer(exchange, health.get(), Health::ready);
        case "/metrics" -> HttpDoor.send(exchange, 200, PROMETHEUS, metrics.get());
        default ->
            HttpDoor.send(
                exchange, 404, JSON, "{\"error\":\"try /live, /ready, /health or /metrics\"}\n");
      }
    }
  }

  private static void answer(HttpExchange exchange, Health now, Predicate<Health> good)
      throws IOException {
    HttpDoor.send(exchange, good.test(now) ? 200 : 503, JSON, now.json() + "\n");
  }
}
