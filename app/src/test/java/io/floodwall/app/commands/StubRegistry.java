package io.floodwall.app.commands;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.floodwall.app.cli.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** As much of a registry as keeps schemas and gives them ids, from 1,000 on. */
final class StubRegistry implements AutoCloseable {
  private static final int FIRST = 1_000;

  private final Map<String, Integer> ids = new LinkedHashMap<>();
  private final HttpServer server;

  StubRegistry() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private synchronized void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    if (path.startsWith("/schemas/ids/")) {
      int id = Integer.parseInt(path.substring("/schemas/ids/".length()));
      Optional<String> schema =
          ids.entrySet().stream()
              .filter(known -> known.getValue() == id)
              .map(Map.Entry::getKey)
              .findFirst();
      send(exchange, schema.map(text -> Json.line(Json.object().put("schema", text))));
    } else if (path.startsWith("/compatibility/")) {
      send(exchange, Optional.of("{\"is_compatible\":true}"));
    } else if (path.startsWith("/config/")) {
      send(exchange, Optional.of(body));
    } else {
      String schema = Json.parse(body).path("schema").asText();
      if (path.endsWith("/versions")) {
        ids.computeIfAbsent(schema, any -> FIRST + ids.size());
      }
      send(exchange, Optional.ofNullable(ids.get(schema)).map(id -> "{\"id\":" + id + "}"));
    }
  }

  private static void send(HttpExchange exchange, Optional<String> found) throws IOException {
    byte[] bytes = found.orElse("{\"message\":\"not found\"}").getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(found.isPresent() ? 200 : 404, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
