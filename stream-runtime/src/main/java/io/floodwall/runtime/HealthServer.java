package io.floodwall.runtime;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.floodwall.runtime.StartException.Problem;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * Answers whether an application lives, is ready, or is still restoring: {@code /live}, {@code
 * /ready} and {@code /health}.
 *
 * <p>Each answers 200 or 503 with one line of JSON: {@code
 * {"app","state","live","ready","restoring":{"changelogs","done", "total"}}}.
 */
final class HealthServer implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads;

  private HealthServer(HttpServer server, ExecutorService threads) {
    this.server = server;
    this.threads = threads;
  }

  static HealthServer start(String host, int port, Supplier<Health> health) {
    try {
      HttpServer server = HttpServer.create(new InetSocketAddress(host, port), 16);
      ExecutorService threads =
          Executors.newSingleThreadExecutor(
              task -> {
                var thread = new Thread(task, "floodwall-health");
                thread.setDaemon(true);
                return thread;
              });
      server.setExecutor(threads);
      server.createContext("/", exchange -> answer(exchange, health.get()));
      server.start();
      return new HealthServer(server, threads);
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
    InetSocketAddress bound = server.getAddress();
    return bound.getAddress().getHostAddress() + ":" + bound.getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private static void answer(HttpExchange exchange, Health health) throws IOException {
    try (exchange) {
      int status =
          switch (exchange.getRequestURI().getPath()) {
            case "/live" -> health.live() ? 200 : 503;
            case "/ready", "/health" -> health.ready() ? 200 : 503;
            default -> 404;
          };
      String text =
          status == 404 ? "{\"error\":\"try /live, /ready or /health\"}\n" : health.json() + "\n";
      byte[] body = text.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
