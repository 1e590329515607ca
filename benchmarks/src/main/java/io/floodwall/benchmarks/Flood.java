package io.floodwall.benchmarks;

import io.floodwall.core.intent.Action;
import io.floodwall.core.intent.BlastRadius;
import io.floodwall.core.intent.Intent;
import io.floodwall.core.intent.Priority;
import io.floodwall.schemas.Codecs;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Intents of a seeded fleet, encoded beforehand, so that what is timed is the pipeline and not the
 * making of its input.
 */
final class Flood {
  private static final String[] RESOURCES = {"web", "api", "cache", "billing", "search"};

  private final List<Message> messages;

  /** A record of {@code intents}, ready to be sent. */
  static final class Message {
    private final byte[] key;
    private final byte[] value;

    private Message(byte[] key, byte[] value) {
      this.key = key;
      this.value = value;
    }

    ProducerRecord<byte[], byte[]> to(String topic) {
      return new ProducerRecord<>(topic, key, value);
    }
  }

  private Flood(List<Message> messages) {
    this.messages = messages;
  }

  /** {@code intents} intents of {@code agents} agents, each with an id of its own. */
  static Flood of(int intents, int agents, long seed, Codecs codecs) {
    var random = new Random(seed);
    List<Priority> priorities = List.of(Priority.values());
    var messages = new ArrayList<Message>(intents);
    for (int i = 0; i < intents; i++) {
      String agent = "agent-" + random.nextInt(agents);
      var action =
          new Action.Scale(RESOURCES[random.nextInt(RESOURCES.length)], 1 + random.nextInt(20));
      Priority priority = priorities.get(random.nextInt(priorities.size()));
      Intent intent =
          new Intent(
              Intent.DEFAULT_TENANT,
              agent,
              "change-" + i,
              "payments-team",
              action,
              priority,
              BlastRadius.CELL,
              "staging",
              "queue depth is above the target for five minutes; scaling out",
              "session-" + random.nextInt(1_000),
              null,
              null);
      messages.add(
          new Message(agent.getBytes(StandardCharsets.UTF_8), codecs.intent().encode(intent)));
    }
    return new Flood(messages);
  }

  List<Message> messages() {
    return messages;
  }

  /** The mean size of key and value. */
  int meanBytes() {
    long bytes = 0;
    for (Message message : messages) {
      bytes += message.key.length + message.value.length;
    }
    return (int) (bytes / messages.size());
  }
}
