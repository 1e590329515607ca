package io.floodwall.runtime;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A small HTTP server that strangers may talk to: requests that wait, threads, the time of an
 * exchange and the size of a body all have a limit.
 *
 * <p>A client that is slow to ask or to listen holds one of {@link #THREADS_MAX} threads, for
 * {@link Limits#exchangeSecondsMax} at most.
 */
public final class HttpDoor implements AutoCloseable {
  /** How many requests are answered at once; more wait. */
  public static final int THREADS_MAX = 16;

  private static final int BACKLOG_MAX = 64;

  private final HttpServer server;
  private final ExecutorService threads;
  private final int stopSecondsMax;

  /**
   * How long one exchange may take to arrive and how long to leave; how many connections may be
   * open, 0 for any number; how long requests that have begun may take to end at the close.
   *
   * <p>The JDK's server reads the first two from system properties, once in a process: what was set
   * before, by its owner or by the first door, wins.
   */
  public record Limits(int exchangeSecondsMax, int connectionsMax, int stopSecondsMax) {}

  private HttpDoor(HttpServer server, ExecutorService threads, int stopSecondsMax) {
    this.server = server;
    this.threads = threads;
    this.stopSecondsMax = stopSecondsMax;
  }

  /** Starts to answer at {@code address} on daemon threads called {@code name}. */
  public static HttpDoor open(
      InetSocketAddress address, String name, Limits limits, HttpHandler handler)
      throws IOException {
    limit("sun.net.httpserver.maxReqTime", limits.exchangeSecondsMax());
    limit("sun.net.httpserver.maxRspTime", limits.exchangeSecondsMax());
    if (limits.connectionsMax() > 0) {
      limit("jdk.httpserver.maxConnections", limits.connectionsMax());
    }
    HttpServer server = HttpServer.create(address, BACKLOG_MAX);
    ExecutorService threads = threads(name, limits.exchangeSecondsMax());
    server.setExecutor(threads);
    server.createContext("/", handler);
    server.start();
    return new HttpDoor(server, threads, limits.stopSecondsMax());
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return server.getAddress();
  }

  @Override
  public void close() {
    server.stop(stopSecondsMax);
    threads.shutdownNow();
  }

  /** Answers with {@code text}; a HEAD request gets its length alone. */
  public static void send(HttpExchange exchange, int status, String type, String text)
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

  /** The request's body; nothing when it has more than {@code bytesMax}, which are never read. */
  public static Optional<byte[]> body(HttpExchange exchange, int bytesMax) throws IOException {
    byte[] body = exchange.getRequestBody().readNBytes(bytesMax + 1);
    return body.length > bytesMax ? Optional.empty() : Optional.of(body);
  }

  /** Threads come when they are needed and go when they are not. */
  private static ExecutorService threads(String name, int idleSecondsMax) {
    var pool =
        new ThreadPoolExecutor(
            THREADS_MAX,
            THREADS_MAX,
            idleSecondsMax,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              var thread = new Thread(task, name);
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  private static void limit(String property, int value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, Integer.toString(value));
    }
  }
}
