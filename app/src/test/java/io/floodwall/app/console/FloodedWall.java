package io.floodwall.app.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.floodwall.app.broker.BrokerFolder;
import io.floodwall.app.wall.LocalWall;
import io.floodwall.app.wall.TopicReader;
import io.floodwall.core.intent.Action;
import io.floodwall.core.intent.BlastRadius;
import io.floodwall.core.intent.Intent;
import io.floodwall.core.intent.Priority;
import io.floodwall.schemas.TopicSpec;
import io.floodwall.schemas.Topics;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * A wall after a small flood: every topic has committed records, {@code intents} and {@code
 * controls} damaged ones too, and there is a transaction that was rolled back.
 */
final class FloodedWall implements AutoCloseable {
  static final int PARTITIONS = 2;

  /** Clear screen, a right-to-left override, a new line, a C1 control, and a field of its own. */
  static final String HOSTILE = "x\u001b[2J \u202Eniam\u202C\n\u009b31m\" verdict=\"ADMIT";

  /** What no reader of committed records may see. */
  static final String ROLLED_BACK = "rolled-back";

  private static final int INTENTS = 60;

  private final LocalWall local;
  private final Queue<Exception> failures = new ConcurrentLinkedQueue<>();

  private FloodedWall(LocalWall local) {
    this.local = local;
  }

  static FloodedWall start() {
    var plan =
        new LocalWall.Plan(
            Topics.DEFAULT_PREFIX, PARTITIONS, 0, Map.of("floodwall.rate.burst", "8"));
    var wall = new FloodedWall(LocalWall.start(BrokerFolder.throwAway(), plan, line -> {}));
    try {
      wall.flood();
      return wall;
    } catch (RuntimeException e) {
      wall.close();
      throw e;
    }
  }

  String bootstrapServers() {
    return local.bootstrapServers();
  }

  Topics topics() {
    return local.wall().topics();
  }

  /** How many committed records each topic holds. */
  SortedMap<String, Long> counts() {
    var reader = new TopicReader(local.wall());
    var counts = new TreeMap<String, Long>();
    for (TopicSpec topic : topics().all()) {
      var count = new AtomicLong();
      reader.read(reader.partitionsOf(topic.name()), record -> count.incrementAndGet());
      counts.put(topic.name(), count.get());
    }
    return counts;
  }

  @Override
  public void close() {
    local.close();
  }

  private void flood() {
    String intents = topics().intents();
    try (Producer<byte[], byte[]> agents = local.wall().producer(Map.of("linger.ms", 5))) {
      for (int i = 0; i < INTENTS; i++) {
        send(agents, intents, "agent-" + i % 3, encoded("agent-" + i % 3, i, "because " + i));
      }
      send(agents, intents, "agent-h", encoded("agent-h", 0, HOSTILE));
      send(agents, intents, HOSTILE, HOSTILE.getBytes(UTF_8));
      send(agents, intents, "agent-t", null);
      send(agents, intents, "agent-u", new byte[] {0, 0, 0, 0x12, 0x67, 1, 2, 3});
      send(agents, topics().controls(), "valve", HOSTILE.getBytes(UTF_8));
    }
    if (!failures.isEmpty()) {
      throw new IllegalStateException("the flood was not written", failures.peek());
    }
    rollBack(intents);
    awaitDecisions();
  }

  private byte[] encoded(String agent, int number, String reasoning) {
    Intent plain =
        Intent.of(
            agent,
            Integer.toString(number),
            number % 2 == 0 ? new Action.Scale("web", 3) : new Action.Destroy("web"),
            Priority.PAGER,
            number % 3 == 0 ? BlastRadius.SERVICE : BlastRadius.GLOBAL);
    return local
        .wall()
        .codecs()
        .intent()
        .encode(
            new Intent(
                plain.tenant(),
                plain.agent(),
                plain.id(),
                plain.onBehalfOf(),
                plain.action(),
                plain.priority(),
                plain.blast(),
                plain.environment(),
                reasoning,
                plain.session(),
                plain.deadlineMs(),
                plain.stateDigest()));
  }

  private void rollBack(String topic) {
    try (Producer<byte[], byte[]> agent =
        local.wall().producer(Map.of("transactional.id", ROLLED_BACK))) {
      agent.initTransactions();
      agent.beginTransaction();
      send(agent, topic, ROLLED_BACK, encoded(ROLLED_BACK, 1, ROLLED_BACK));
      agent.flush();
      agent.abortTransaction();
    }
  }

  private void send(
      Producer<byte[], byte[]> producer, String topic, String key, byte @Nullable [] value) {
    var unused =
        producer.send(
            new ProducerRecord<>(topic, key.getBytes(UTF_8), value),
            (sent, failure) -> {
              if (failure != null) {
                failures.add(failure);
              }
            });
  }

  /** All of it is settled when every topic that this flood reaches has records and none grows. */
  private void awaitDecisions() {
    var before = new TreeMap<String, Long>();
    Awaitility.await("the flood is decided")
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(500))
        .until(
            () -> {
              SortedMap<String, Long> now = counts();
              boolean settled = now.equals(before) && now.get(topics().ledger()) > 0;
              before.putAll(now);
              return settled;
            });
  }
}
