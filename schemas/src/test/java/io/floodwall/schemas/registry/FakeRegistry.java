package io.floodwall.schemas.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** A registry of a few lines that can be told to fail, to be slow, and to talk nonsense. */
final class FakeRegistry implements AutoCloseable {
  final List<String> requests = new CopyOnWriteArrayList<>();
  final List<String> authorizations = new CopyOnWriteArrayList<>();
  final Queue<Integer> failures = new ConcurrentLinkedQueue<>();
  final Map<String, Integer> ids = new ConcurrentHashMap<>();
  final CountDownLatch release = new CountDownLatch(1);
  volatile boolean hangs;
  volatile boolean compatible = true;
  volatile @Nullable String nonsense;

  private final ObjectMapper json = new ObjectMapper();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;

  FakeRegistry() throws IOException {
    System.setProperty("sun.net.httpserver.nodelay", "true"); // or each answer waits for an ACK
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.setExecutor(threads);
    server.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** How many requests there were whose line starts so. */
  long count(String start) {
    return requests.stream().filter(request -> request.startsWith(start)).count();
  }

  @Override
  public void close() {
    release.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    requests.add(exchange.getRequestMethod() + " " + path);
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    authorizations.add(authorization == null ? "" : authorization);
    JsonNode body = json.readTree(exchange.getRequestBody().readAllBytes());
    if (hangs) {
      try {
        release.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    Integer failure = failures.poll();
    String nonsenseNow = nonsense;
    if (failure != null) {
      send(exchange, failure, "{\"error_code\":" + failure + ",\"message\":\"told to fail\"}");
    } else if (nonsenseNow != null) {
      send(exchange, 200, nonsenseNow);
    } else if (path.startsWith("/schemas/ids/")) {
      byId(exchange, Integer.parseInt(path.substring("/schemas/ids/".length())));
    } else if (path.startsWith("/compatibility/")) {
      send(exchange, 200, "{\"is_compatible\":" + compatible + "}");
    } else if (path.startsWith("/config/")) {
      send(exchange, 200, body.toString());
    } else if (path.endsWith("/versions")) {
      int id = ids.computeIfAbsent(body.path("schema").asText(), any -> 1_000 + ids.size());
      send(exchange, 200, "{\"id\":" + id + "}");
    } else {
      Integer id = ids.get(body.path("schema").asText());
      send(exchange, id == null ? 404 : 200, id == null ? "{}" : "{\"id\":" + id + "}");
    }
  }

  private void byId(HttpExchange exchange, int id) throws IOException {
    for (Map.Entry<String, Integer> entry : ids.entrySet()) {
      if (entry.getValue() == id) {
        var found = JsonNodeFactory.instance.objectNode().put("schema", entry.getKey());
        send(exchange, 200, found.toString());
        return;
      }
    }
    send(exchange, 404, "{\"error_code\":40403,\"message\":\"Schema not found\"}");
  }

  private static void send(HttpExchange exchange, int status, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
