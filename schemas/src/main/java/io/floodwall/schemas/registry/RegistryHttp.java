package io.floodwall.schemas.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Requests to a registry: each ends in a bounded time, is tried again while there is no answer or a
 * server's error, and reads a bounded answer.
 */
final class RegistryHttp {
  private static final int ANSWER_BYTES_MAX = 1024 * 1024;
  private static final String TYPE = "application/vnd.schemaregistry.v1+json";

  private final RegistrySettings settings;
  private final HttpClient http;
  private final ObjectMapper json = new ObjectMapper();

  RegistryHttp(RegistrySettings settings) {
    this.settings = settings;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(settings.timeout())
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  /** What the registry said. */
  record Answer(int status, JsonNode body) {
    boolean isOk() {
      return status >= 200 && status < 300;
    }

    /** Its own words. */
    String message() {
      String said = body.path("message").asText();
      return "HTTP " + status + (said.isEmpty() ? "" : ": " + said);
    }
  }

  Answer get(String path) {
    return send(request(path).GET().build());
  }

  Answer post(String path, JsonNode body) {
    return send(request(path).POST(BodyPublishers.ofString(body.toString())).build());
  }

  Answer put(String path, JsonNode body) {
    return send(request(path).PUT(BodyPublishers.ofString(body.toString())).build());
  }

  private HttpRequest.Builder request(String path) {
    String base = settings.url().toString().replaceAll("/+$", "");
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path))
            .timeout(settings.timeout())
            .header("Accept", TYPE + ", application/json")
            .header("Content-Type", TYPE);
    return settings.authorization().isEmpty()
        ? request
        : request.header("Authorization", settings.authorization());
  }

  private Answer send(HttpRequest request) {
    String what = request.method() + " " + request.uri();
    String last = "";
    long waitMs = settings.backoff().toMillis();
    for (int attempt = 1; attempt <= settings.attempts(); attempt++) {
      try {
        if (attempt > 1) {
          TimeUnit.MILLISECONDS.sleep(waitMs);
          waitMs *= 2;
        }
        Answer answer = sendOnce(request);
        if (answer.status < 500 && answer.status != 429) {
          return answer;
        }
        last = answer.message();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new RegistryException("interrupted while asking " + what, e);
      } catch (TimeoutException e) {
        last = "no answer within " + settings.timeout().toMillis() + " ms";
      } catch (ExecutionException e) {
        last = String.valueOf(e.getCause());
      }
    }
    throw new RegistryException(
        what
            + " failed "
            + settings.attempts()
            + " times: "
            + last
            + "; check that the schema registry runs and floodwall.schema.registry.url");
  }

  /** The request's own timeout ends at the answer's headers: this one is for all of it. */
  private Answer sendOnce(HttpRequest request)
      throws InterruptedException, ExecutionException, TimeoutException {
    CompletableFuture<Answer> answer =
        http.sendAsync(request, HttpResponse.BodyHandlers.ofInputStream())
            .thenApplyAsync(this::read);
    try {
      return answer.get(settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
    } finally {
      answer.cancel(true);
    }
  }

  private Answer read(HttpResponse<InputStream> response) {
    try (InputStream in = response.body()) {
      byte[] bytes = in.readNBytes(ANSWER_BYTES_MAX + 1);
      if (bytes.length > ANSWER_BYTES_MAX) {
        throw new RegistryException("an answer of more than " + ANSWER_BYTES_MAX + " bytes");
      }
      return new Answer(response.statusCode(), tree(bytes));
    } catch (IOException e) {
      throw new RegistryException("the answer broke off: " + e.getMessage(), e);
    }
  }

  private JsonNode tree(byte[] bytes) throws IOException {
    try {
      JsonNode tree = json.readTree(bytes);
      return tree == null ? MissingNode.getInstance() : tree;
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance(); // a proxy's page in HTML, say: its status has to do
    }
  }
}
