package io.floodwall.app.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.floodwall.app.Floodwall;
import io.floodwall.app.broker.BrokerFolder;
import io.floodwall.app.wall.LocalWall;
import io.floodwall.client.DeployerClient;
import io.floodwall.schemas.Topics;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The headers on a running wall's topics are those that the AsyncAPI document promises. */
class AsyncApiIT {
  @Test
  void recordsCarryTheHeadersThatTheDocumentSays() {
    var plan =
        new LocalWall.Plan(
            Topics.DEFAULT_PREFIX,
            1,
            0,
            Map.of("floodwall.rate.burst", "3", "floodwall.rate.refill", "0"));
    try (LocalWall local = LocalWall.start(BrokerFolder.throwAway(), plan, line -> {})) {
      String at = local.bootstrapServers();
      submit(at, "--action", "scale", "--replicas", "3", "--resource", "web");
      submit(at, "--action", "destroy", "--resource", "web", "--blast", "global");
      submit(at, "--action", "scale", "--replicas", "3", "--resource", "off-the-list");
      submit(
          at, "--action", "scale", "--replicas", "4", "--resource", "web"); // the bucket is empty
      deploy(local);
      Map<String, Map<String, String>> seen = firstRecordsOf(local);
      assertThat(seen.keySet()).containsAll(AsyncApiDoc.EVENT_TYPES.keySet());
      seen.forEach(
          (role, headers) -> {
            List<String> types = AsyncApiDoc.EVENT_TYPES.get(role);
            if (types == null) {
              assertThat(headers).as(role).doesNotContainKey("ce_type");
            } else {
              assertThat(headers).as(role).extractingByKey("ce_type").isIn(types);
              assertThat(headers.keySet())
                  .hasToString(EventHeaders.schema(types).get("required").toString());
            }
          });
    }
  }

  private static void deploy(LocalWall local) {
    try (DeployerClient deployer =
        local
            .wall()
            .deployerClient()
            .vkey(local.logKey().orElseThrow().verifier().toString())
            .name("d")
            .open()) {
      Awaitility.await().until(() -> !deployer.poll(1, Duration.ofMillis(200)).isEmpty());
    }
  }

  private static void submit(String bootstrap, String... words) {
    var all = new ArrayList<>(List.of("submit", "--agent", "a"));
    all.addAll(List.of(words));
    all.addAll(List.of("--wait", "--bootstrap", bootstrap));
    var err = new StringWriter();
    int code =
        Floodwall.commandLine()
            .setOut(new PrintWriter(new StringWriter()))
            .setErr(new PrintWriter(err))
            .execute(all.toArray(String[]::new));
    assertThat(code).as(err.toString()).isIn(0, 3, 4);
  }

  /** The headers of the first record of each topic that has one, once the verdicts are ledgered. */
  private static Map<String, Map<String, String>> firstRecordsOf(LocalWall local) {
    var seen = new TreeMap<String, Map<String, String>>();
    try (Consumer<byte[], byte[]> consumer = local.wall().consumer()) {
      var partitions =
          local.wall().topics().all().stream()
              .map(topic -> new TopicPartition(topic.name(), 0))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      long until = System.nanoTime() + Duration.ofSeconds(30).toNanos();
      while (System.nanoTime() < until
          && !seen.keySet().containsAll(AsyncApiDoc.EVENT_TYPES.keySet())) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
          String role = record.topic().substring(local.wall().prefix().length());
          seen.computeIfAbsent(role, first -> headers(record));
        }
      }
    }
    return seen;
  }

  private static Map<String, String> headers(ConsumerRecord<byte[], byte[]> record) {
    var headers = new LinkedHashMap<String, String>();
    for (Header header : record.headers()) {
      headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
    }
    return headers;
  }
}
