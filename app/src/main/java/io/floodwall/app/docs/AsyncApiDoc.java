package io.floodwall.app.docs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.floodwall.app.access.Access;
import io.floodwall.app.access.Grant;
import io.floodwall.app.cli.KafkaOptions;
import io.floodwall.app.wall.LocalWall;
import io.floodwall.core.outcome.Outcome.Result;
import io.floodwall.schemas.PinnedSchemaIds;
import io.floodwall.schemas.RecordSchema;
import io.floodwall.schemas.TopicSpec;
import io.floodwall.schemas.Topics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/**
 * Renders {@code docs/asyncapi.yaml}, an AsyncAPI 3.0.0 document of every topic, from the topics'
 * specification, the Avro schemas that records are written with, and the rights of each role.
 */
public final class AsyncApiDoc {
  private static final String AVRO = "application/vnd.apache.avro+json;version=1.12.0";
  private static final String BINDING_VERSION = "0.5.0";

  /** What values that are not Avro are called, and what they hold. */
  private static final Map<String, Payload> UNFRAMED =
      Map.of(
          TopicSpec.BYTES,
          new Payload(
              "DeadLetterBytes",
              "application/octet-stream",
              "The first 16 KiB of the value that could not be used."),
          TopicSpec.TILE,
          new Payload(
              "Tile",
              "application/octet-stream",
              "1 to 256 hashes of the Merkle tree, 32 bytes each, as C2SP tlog-tiles lays them"
                  + " out."),
          TopicSpec.NOTE,
          new Payload(
              "SignedNote",
              "text/plain; charset=utf-8",
              "A checkpoint under the log's or a witness' signature: C2SP tlog-checkpoint, and"
                  + " tlog-cosignature."));

  private record Payload(String name, String contentType, String description) {}

  private static final int PARTITIONS = 4;

  /** The {@code ce_type}s of the records that carry CloudEvents headers, by topic. */
  static final Map<String, List<String>> EVENT_TYPES =
      Map.of(
          "refused", List.of("io.floodwall.refused.v1"),
          "admitted", List.of("io.floodwall.decision.admitted.v1"),
          "deferred", List.of("io.floodwall.decision.deferred.v1"),
          "rejected", List.of("io.floodwall.decision.rejected.v1"),
          "outcomes",
              Stream.of(Result.values())
                  .map(result -> "io.floodwall.outcome." + result.label() + ".v1")
                  .toList(),
          "ledger", List.of("io.floodwall.ledger.entry.v1"));

  private final PinnedSchemaIds ids = PinnedSchemaIds.load();
  private final List<TopicSpec> topics = new Topics(Topics.DEFAULT_PREFIX).all();

  private AsyncApiDoc() {}

  /** The whole document. */
  public static String render() {
    var settings =
        DumpSettings.builder()
            .setDefaultFlowStyle(FlowStyle.BLOCK)
            .setSplitLines(false)
            .setIndicatorIndent(2)
            .setIndentWithIndicator(true)
            .build();
    return "# Generated from the code; DocsTest fails when it is stale.\n"
        + new Dump(settings).dumpToString(new AsyncApiDoc().document());
  }

  private Map<String, Object> document() {
    return map(
        "asyncapi",
        "3.0.0",
        "info",
        map(
            "title",
            "floodwall",
            "version",
            "1",
            "description",
            "The topics of a wall with the default prefix. All but dead-letters have the same"
                + " number of partitions, which is chosen when they are created; 4 stands for it"
                + " here. Values are Avro in Confluent framing: a zero byte, the schema id in four"
                + " bytes, Avro binary. Read with isolation.level=read_committed.",
            "license",
            map("name", "Apache-2.0")),
        "defaultContentType",
        "application/avro",
        "servers",
        map("local", map("host", KafkaOptions.DEFAULT_BOOTSTRAP, "protocol", "kafka")),
        "channels",
        each(TopicSpec::role, this::channel),
        "operations",
        operations(),
        "components",
        map("messages", each(AsyncApiDoc::message, this::messageBody), "schemas", schemas()));
  }

  private Map<String, Object> channel(TopicSpec topic) {
    var config = new LinkedHashMap<String, Object>();
    topic
        .configs()
        .forEach(
            (key, value) ->
                config.put(
                    key,
                    key.equals("cleanup.policy")
                        ? List.of(value)
                        : value.matches("[0-9]+") ? (Object) Long.valueOf(value) : value));
    return map(
        "address",
        topic.name(),
        "messages",
        map(message(topic), ref("components/messages", message(topic))),
        "bindings",
        map(
            "kafka",
            map(
                "topic",
                topic.name(),
                "partitions",
                topic.partitions(PARTITIONS),
                "topicConfiguration",
                config,
                "bindingVersion",
                BINDING_VERSION)));
  }

  private Map<String, Object> messageBody(TopicSpec topic) {
    boolean framed = topic.isAvro();
    Map<String, Object> kafka = map("key", map("type", "string", "description", topic.key()));
    if (framed) {
      kafka.put("schemaIdLocation", "payload");
      kafka.put("schemaIdPayloadEncoding", "confluent");
    }
    kafka.put("bindingVersion", BINDING_VERSION);
    Map<String, Object> body = map("name", message(topic));
    body.put("contentType", framed ? "application/avro" : payload(topic).contentType());
    if (EVENT_TYPES.containsKey(topic.role())) {
      body.put("headers", EventHeaders.schema(EVENT_TYPES.get(topic.role())));
    } else if (topic.value().equals(TopicSpec.BYTES)) {
      body.put("headers", EventHeaders.deadLetterSchema());
    }
    body.put("payload", ref("components/schemas", framed ? topic.value() : payload(topic).name()));
    body.put("bindings", map("kafka", kafka));
    return body;
  }

  /** Who sends and who receives, as the rights say. */
  private Map<String, Object> operations() {
    var operations = new LinkedHashMap<String, Object>();
    for (Grant grant : Access.of(Topics.DEFAULT_PREFIX, LocalWall.APPS).grants()) {
      boolean sends = grant.operations().contains(AclOperation.WRITE);
      if (grant.resource() == ResourceType.TOPIC
          && grant.pattern() == PatternType.LITERAL
          && (sends || grant.operations().contains(AclOperation.READ))) {
        for (TopicSpec topic :
            topics.stream().filter(one -> grant.names().contains(one.name())).toList()) {
          String role = grant.role().title();
          operations.put(
              role + "." + (sends ? "send." : "receive.") + topic.role(),
              map(
                  "action",
                  sends ? "send" : "receive",
                  "channel",
                  ref("channels", topic.role()),
                  "tags",
                  List.of(map("name", role)),
                  "messages",
                  List.of(ref("channels/" + topic.role() + "/messages", message(topic)))));
        }
      }
    }
    return operations;
  }

  private Map<String, Object> schemas() {
    var schemas = new TreeMap<String, Object>();
    for (TopicSpec topic : topics) {
      if (topic.isAvro()) {
        RecordSchema version = ids.current(topic.value());
        schemas.put(
            topic.value(),
            map("schemaFormat", AVRO, "schema", parsed(version.schema().toString())));
      }
    }
    UNFRAMED
        .values()
        .forEach(
            payload ->
                schemas.put(
                    payload.name(),
                    map(
                        "type",
                        "string",
                        "format",
                        "binary",
                        "description",
                        payload.description())));
    return schemas;
  }

  private Map<String, Object> each(
      Function<TopicSpec, String> name, Function<TopicSpec, Object> body) {
    var all = new LinkedHashMap<String, Object>();
    topics.forEach(topic -> all.put(name.apply(topic), body.apply(topic)));
    return all;
  }

  /** A message is called after its topic: three topics carry decisions, each with its own type. */
  private static String message(TopicSpec topic) {
    if (topic.value().equals(TopicSpec.BYTES)) {
      return topic.role() + ".DeadLetter";
    }
    return topic.role() + "." + (topic.isAvro() ? topic.value() : payload(topic).name());
  }

  private static Payload payload(TopicSpec topic) {
    return Objects.requireNonNull(UNFRAMED.get(topic.value()), topic.value());
  }

  private static Map<String, Object> ref(String where, String name) {
    return map("$ref", "#/" + where + "/" + name);
  }

  private static Object parsed(String json) {
    try {
      return new ObjectMapper().readValue(json, new TypeReference<Map<String, Object>>() {});
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Avro writes JSON", e);
    }
  }

  /** In this order; values by their keys. */
  static Map<String, Object> map(Object... keysAndValues) {
    var map = new LinkedHashMap<String, Object>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return map;
  }
}
