package io.floodwall.app.bench;

import io.floodwall.core.intent.Action;
import io.floodwall.core.intent.BlastRadius;
import io.floodwall.core.intent.Intent;
import io.floodwall.core.intent.Priority;
import io.floodwall.schemas.Codec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.utils.Utils;

/**
 * Intents of a seeded fleet, encoded beforehand, so that what is timed is the pipeline and not the
 * making of its input.
 */
final class Flood {
  /** What the shipped bundle admits changes to. */
  private static final List<String> ALLOWED = List.of("web", "api", "cache");

  private static final List<String> ANY = List.of("web", "api", "cache", "billing", "search");
  private static final List<Priority> PRIORITIES = List.of(Priority.values());

  private final List<Message> messages;

  /** A record of {@code intents}, ready to be sent. */
  static final class Message {
    private final byte[] key;
    private final byte[] value;

    private Message(byte[] key, byte[] value) {
      this.key = key;
      this.value = value;
    }

    /** Where the default partitioner sends it. */
    int partition(int partitions) {
      return Utils.toPositive(Utils.murmur2(key)) % partitions;
    }

    ProducerRecord<byte[], byte[]> to(String topic) {
      return new ProducerRecord<>(topic, key, value);
    }
  }

  private Flood(List<Message> messages) {
    this.messages = messages;
  }

  /**
   * {@code intents} intents of {@code agents} agents, each with an id that no other flood has.
   *
   * @param number which flood it is: the seed, and part of every id
   */
  static Flood of(int intents, int agents, int number, Codec<Intent> codec) {
    return of(ANY, intents, agents, number, codec);
  }

  /** The same of intents that the shipped bundle admits, every one. */
  static Flood admitted(int intents, int agents, int number, Codec<Intent> codec) {
    return of(ALLOWED, intents, agents, number, codec);
  }

  private static Flood of(
      List<String> resources, int intents, int agents, int number, Codec<Intent> codec) {
    var random = new Random(number);
    var messages = new ArrayList<Message>(intents);
    for (int i = 0; i < intents; i++) {
      Intent intent =
          intent(random, resources, agents, String.format("change-%03d-%07d", number, i));
      messages.add(
          new Message(intent.agent().getBytes(StandardCharsets.UTF_8), codec.encode(intent)));
    }
    return new Flood(messages);
  }

  private static Intent intent(Random random, List<String> resources, int agents, String id) {
    var action =
        new Action.Scale(resources.get(random.nextInt(resources.size())), 1 + random.nextInt(20));
    return new Intent(
        Intent.DEFAULT_TENANT,
        "agent-" + random.nextInt(agents),
        id,
        "payments-team",
        action,
        PRIORITIES.get(random.nextInt(PRIORITIES.size())),
        BlastRadius.CELL,
        "staging",
        "queue depth is above the target for five minutes; scaling out",
        "session-" + random.nextInt(1_000),
        null,
        null);
  }

  List<Message> messages() {
    return messages;
  }

  int size() {
    return messages.size();
  }

  /** The mean size of key and value. */
  int meanBytes() {
    long bytes = 0;
    for (Message message : messages) {
      bytes += message.key.length + message.value.length;
    }
    return messages.isEmpty() ? 0 : (int) (bytes / messages.size());
  }
}
