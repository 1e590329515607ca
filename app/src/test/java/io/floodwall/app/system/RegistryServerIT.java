package io.floodwall.app.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.floodwall.app.cli.Json;
import io.floodwall.core.intent.Action;
import io.floodwall.core.intent.BlastRadius;
import io.floodwall.core.intent.Intent;
import io.floodwall.core.intent.Priority;
import io.floodwall.schemas.Codecs;
import io.floodwall.schemas.PinnedSchemaIds;
import io.floodwall.schemas.Topics;
import io.floodwall.schemas.registry.RegistryException;
import io.floodwall.schemas.registry.RegistrySchemaIds;
import io.floodwall.schemas.registry.RegistrySettings;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The registry client against a registry server that runs elsewhere. */
@Timeout(120)
@EnabledIfSystemProperty(
    named = "floodwall.registry.url",
    matches = "http.*",
    disabledReason = "no registry server: pass -Dfloodwall.registry.url, see docs/registry.md")
class RegistryServerIT {
  private static final URI URL =
      URI.create(System.getProperty("floodwall.registry.url", "http://127.0.0.1"));
  private static final Intent INTENT =
      Intent.of("agent-a", "1", new Action.Destroy("web"), Priority.BULK, BlastRadius.CELL);

  private final Topics topics = new Topics("it-" + System.nanoTime() + ".");
  private final HttpClient http = HttpClient.newHttpClient();

  private RegistrySchemaIds ids(boolean autoRegister) {
    return new RegistrySchemaIds(
        new RegistrySettings(
            URL,
            "",
            autoRegister,
            Duration.ofSeconds(10),
            3,
            Duration.ofMillis(100),
            Duration.ofSeconds(60)),
        topics);
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return http.send(
        request.header("Content-Type", "application/vnd.schemaregistry.v1+json").build(),
        HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void allSchemasAreRegisteredBackwardAndReadByAnother() throws Exception {
    byte[] bytes = new Codecs(ids(true)).intent().encode(INTENT);
    HttpResponse<String> config =
        send(HttpRequest.newBuilder(URI.create(URL + "/config/" + topics.intents() + "-value")));

    assertThat(config.body()).contains("BACKWARD");
    assertThat(new Codecs(ids(false)).intent().decode(bytes)).isEqualTo(INTENT);
    assertThat(ids(false).byId(2_000_000_000)).isNull();
  }

  @Test
  void anIdIsResolvedByAsking() throws Exception {
    int id = ids(true).current("Decision").id();

    assertThat(ids(false).byId(id)).isNotNull();
    assertThat(java.util.Objects.requireNonNull(ids(false).byId(id)).fingerprint())
        .isEqualTo(PinnedSchemaIds.load().current("Decision").fingerprint());
  }

  @Test
  void anIncompatibleSchemaIsRefusedByTheServer() throws Exception {
    ids(true).current("Intent");
    String other =
        "{\"type\":\"record\",\"name\":\"Intent\",\"namespace\":\"io.floodwall.wire\",\"fields\":["
            + "{\"name\":\"brandNew\",\"type\":\"long\"}]}";
    URI versions = URI.create(URL + "/subjects/" + topics.intents() + "-value/versions");
    HttpResponse<String> refused =
        send(
            HttpRequest.newBuilder(versions)
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        Json.line(Json.object().put("schema", other)))));

    assertThat(refused.statusCode()).as(refused.body()).isEqualTo(409);
  }

  @Test
  void withoutAutoRegisterNothingIsThere() {
    assertThatExceptionOfType(RegistryException.class)
        .isThrownBy(() -> ids(false).current("Intent"))
        .withMessageContaining("is not registered");
  }
}
