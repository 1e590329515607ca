package io.floodwall.app.hammer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.floodwall.app.wall.Wall;
import io.floodwall.core.intent.Action;
import io.floodwall.core.intent.BlastRadius;
import io.floodwall.core.intent.Intent;
import io.floodwall.core.intent.Priority;
import io.floodwall.schemas.Topics;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.utils.Time;

/** Sends intents at a rate that does not depend on how the wall does: an open loop. */
final class Writer implements Runnable {
  private static final int AGENTS = 256;
  private static final int BURST = 64;
  private static final int REPLICAS = 20;
  private static final String[] RESOURCES = {"web", "api", "db", "cache"};

  private final Wall wall;
  private final Pulse pulse;
  private final String name;
  private final long perSecond;
  private final BooleanSupplier goesOn;
  private final BooleanSupplier mayWrite;
  private final int partitions;
  private long sent;

  Writer(
      Wall wall,
      Pulse pulse,
      String name,
      long perSecond,
      BooleanSupplier goesOn,
      BooleanSupplier mayWrite) {
    this.wall = wall;
    this.pulse = pulse;
    this.name = name;
    this.perSecond = perSecond;
    this.goesOn = goesOn;
    this.mayWrite = mayWrite;
    this.partitions = wall.partitions();
  }

  @Override
  public void run() {
    Map<String, Object> settings =
        Map.of(ProducerConfig.LINGER_MS_CONFIG, 5, ProducerConfig.BATCH_SIZE_CONFIG, 131_072);
    try (Producer<byte[], byte[]> agents = wall.producer(settings)) {
      long start = Time.SYSTEM.nanoseconds();
      while (goesOn.getAsBoolean()) {
        double due = (Time.SYSTEM.nanoseconds() - start) / 1e9 * perSecond;
        for (int i = 0; i < BURST && sent < due && mayWrite.getAsBoolean(); i++) {
          send(agents);
        }
        if (sent >= due || !mayWrite.getAsBoolean()) {
          Time.SYSTEM.sleep(1);
        }
      }
      agents.flush();
    }
  }

  private void send(Producer<byte[], byte[]> agents) {
    String agent = "hammer-" + sent % AGENTS;
    String id = name + "-" + sent;
    byte[] value = wall.codecs().intent().encode(intent(agent, id));
    pulse.sent(id, sent);
    sent++;
    int partition = Topics.partitionOf(agent, partitions);
    var unused =
        agents.send(
            new ProducerRecord<>(wall.topics().intents(), partition, agent.getBytes(UTF_8), value),
            (ack, problem) -> {
              if (problem == null) {
                pulse.written(id);
              } else {
                pulse.failure("an intent was not written: " + problem);
              }
            });
  }

  private Intent intent(String agent, String id) {
    return Intent.of(
        agent,
        id,
        new Action.Scale(RESOURCES[(int) (sent % RESOURCES.length)], 1 + sent % REPLICAS),
        Priority.NORMAL,
        BlastRadius.CELL);
  }
}
