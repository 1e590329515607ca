package io.floodwall.runtime;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.floodwall.runtime.StartException.Problem;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Answers whether an application lives, is ready, or is still restoring: {@code /live}, {@code
 * /ready} and {@code /health}; and what it counts, in Prometheus' text format: {@code /metrics}.
 *
 * <p>The first three answer 200 or 503 with one line of JSON: {@code
 * {"app","state","live","ready","restoring":{"changelogs","done", "total"}}}. Only GET and HEAD are
 * served. A client that is slow to ask or to listen holds one of {@link #THREADS_MAX} threads, and
 * for {@link #EXCHANGE_SECONDS_MAX} seconds at most.
 */
final class HealthServer implements AutoCloseable {
  /** How many requests are answered at once; more wait. */
  static final int THREADS_MAX = 16;

  /** How long a client may take to send a request, and how long to read the answer. */
  static final int EXCHANGE_SECONDS_MAX = 5;

  private static final int BACKLOG_MAX = 64;
  private static final String JSON = "application/json";
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

  static {
    limit("sun.net.httpserver.maxReqTime");
    limit("sun.net.httpserver.maxRspTime");
  }

  private final HttpServer server;
  private final ExecutorService threads;

  private HealthServer(HttpServer server, ExecutorService threads) {
    this.server = server;
    this.threads = threads;
  }

  static HealthServer start(
      String host, int port, Supplier<Health> health, Supplier<String> metrics) {
    try {
      HttpServer server = HttpServer.create(new InetSocketAddress(host, port), BACKLOG_MAX);
      ExecutorService threads = threads();
      server.setExecutor(threads);
      server.createContext("/", exchange -> answer(exchange, health, metrics));
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

  private static void answer(
      HttpExchange exchange, Supplier<Health> health, Supplier<String> metrics) throws IOException {
    try (exchange) {
      String method = exchange.getRequestMethod();
      if (!method.equals("GET") && !method.equals("HEAD")) {
        exchange.getResponseHeaders().set("Allow", "GET, HEAD");
        send(exchange, 405, JSON, "{\"error\":\"only GET and HEAD\"}\n");
        return;
      }
      String path = exchange.getRequestURI().getPath();
      switch (path) {
        case "/live" -> answer(exchange, health.get(), Health::live);
        case "/ready", "/health" -> answer(exchange, health.get(), Health::ready);
        case "/metrics" -> send(exchange, 200, PROMETHEUS, metrics.get());
        default ->
            send(exchange, 404, JSON, "{\"error\":\"try /live, /ready, /health or /metrics\"}\n");
      }
    }
  }

  private static void answer(HttpExchange exchange, Health now, Predicate<Health> good)
      throws IOException {
    send(exchange, good.test(now) ? 200 : 503, JSON, now.json() + "\n");
  }

  private static void send(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().set("Content-Length", Integer.toString(body.length));
      exchange.sendResponseHeaders(status, -1);
    } else {
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  /** Threads come when they are needed and go when they are not. */
  private static ExecutorService threads() {
    var pool =
        new ThreadPoolExecutor(
            THREADS_MAX,
            THREADS_MAX,
            EXCHANGE_SECONDS_MAX,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              var thread = new Thread(task, "floodwall-health");
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  /** The JDK's server takes its limits from system properties alone, once; one's own wins. */
  private static void limit(String property) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, Integer.toString(EXCHANGE_SECONDS_MAX));
    }
  }
}
