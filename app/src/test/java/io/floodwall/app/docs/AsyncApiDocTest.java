package io.floodwall.app.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.floodwall.app.cli.Json;
import io.floodwall.schemas.TopicSpec;
import io.floodwall.schemas.Topics;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The document has the form that AsyncAPI 3.0.0 and its Kafka binding 0.5.0 ask for. */
class AsyncApiDocTest {
  private final JsonNode document =
      Json.tree(
          new Load(LoadSettings.builder().setAllowDuplicateKeys(false).build())
              .loadFromString(AsyncApiDoc.render()));

  @Test
  void itHasTheRequiredFieldsOfTheSpecification() {
    assertThat(document.get("asyncapi").asText()).isEqualTo("3.0.0");
    assertThat(document.at("/info/title").asText()).isNotEmpty();
    assertThat(document.at("/info/version").asText()).isNotEmpty();
    document
        .get("servers")
        .forEach(
            server -> {
              assertThat(server.get("host").asText()).contains(":");
              assertThat(server.get("protocol").asText()).isEqualTo("kafka");
            });
    document
        .get("operations")
        .forEach(
            operation -> {
              assertThat(operation.get("action").asText()).isIn("send", "receive");
              assertThat(operation.at("/channel/$ref").asText()).startsWith("#/channels/");
            });
  }

  @Test
  void everyReferenceLeadsToSomethingInTheDocument() {
    List<String> references = new ArrayList<>();
    collect(document, references);
    assertThat(references).hasSizeGreaterThan(60);
    for (String reference : references) {
      assertThat(document.at(reference.substring(1)).isMissingNode()).as(reference).isFalse();
    }
  }

  @Test
  void everyTopicIsAChannelWithItsSettingsInTheKafkaBinding() {
    for (TopicSpec topic : new Topics(Topics.DEFAULT_PREFIX).all()) {
      JsonNode channel = document.get("channels").get(topic.role());
      JsonNode kafka = channel.at("/bindings/kafka");
      assertThat(channel.get("address").asText()).isEqualTo(topic.name());
      assertThat(kafka.get("topic").asText()).isEqualTo(topic.name());
      assertThat(kafka.get("partitions").asInt()).isEqualTo(topic.partitions(4));
      assertThat(kafka.get("bindingVersion").asText()).isEqualTo("0.5.0");
      JsonNode config = kafka.get("topicConfiguration");
      assertThat(config.get("cleanup.policy").isArray()).isTrue();
      topic
          .configs()
          .forEach(
              (key, value) ->
                  assertThat(
                          key.equals("cleanup.policy")
                              ? config.get(key).get(0).asText()
                              : config.get(key).asText())
                      .isEqualTo(value));
    }
  }

  @Test
  void everyAvroPayloadParsesAsASchemaOnItsOwn() {
    int parsed = 0;
    for (var entry : document.at("/components/schemas").properties()) {
      if (entry.getValue().has("schemaFormat")) {
        assertThat(entry.getValue().get("schemaFormat").asText())
            .isEqualTo("application/vnd.apache.avro+json;version=1.12.0");
        Schema schema = new Schema.Parser().parse(Json.line(entry.getValue().get("schema")));
        assertThat(schema.getName()).isEqualTo(entry.getKey());
        parsed++;
      }
    }
    assertThat(parsed).isGreaterThanOrEqualTo(9);
  }

  @Test
  void everyRoleHasItsOperations() {
    JsonNode operations = document.get("operations");
    assertThat(operations.has("agent.send.intents")).isTrue();
    assertThat(operations.has("gate.send.admitted")).isTrue();
    assertThat(operations.has("deployer.receive.admitted")).isTrue();
    assertThat(operations.has("auditor.receive.ledger")).isTrue();
    assertThat(operations.has("agent.send.admitted")).isFalse();
  }

  private static void collect(JsonNode node, List<String> references) {
    if (node.has("$ref")) {
      references.add(node.get("$ref").asText());
    }
    node.forEach(child -> collect(child, references));
  }
}
