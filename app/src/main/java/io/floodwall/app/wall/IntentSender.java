package io.floodwall.app.wall;

import io.floodwall.core.intent.Intent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;

/**
 * Sends intents as an agent does: keyed by the agent, through Kafka's own partitioner, acknowledged
 * by all replicas.
 */
public final class IntentSender {
  private final Wall wall;

  public IntentSender(Wall wall) {
    this.wall = wall;
  }

  /** Sends them, and waits up to {@code waitMs} for what becomes of each; 0 does not wait. */
  public List<Fate> send(List<Intent> intents, long waitMs) {
    if (waitMs == 0) {
      wall.partitions(); // a missing topic is told at once, where a producer would wait for it
      return sendAll(intents);
    }
    try (FateWatch watch = FateWatch.open(wall)) {
      sendAll(intents)
          .forEach(sent -> watch.expect(sent.agent(), sent.id(), sent.partition(), sent.offset()));
      return List.copyOf(watch.await(waitMs));
    }
  }

  private List<Fate> sendAll(List<Intent> intents) {
    var acks = new ArrayList<Future<RecordMetadata>>();
    try (Producer<byte[], byte[]> agent = wall.producer(Map.of())) {
      for (Intent intent : intents) {
        byte[] key = intent.agent().getBytes(StandardCharsets.UTF_8);
        acks.add(
            agent.send(
                new ProducerRecord<>(
                    wall.topics().intents(), key, wall.codecs().intent().encode(intent))));
      }
    }
    var sent = new ArrayList<Fate>();
    for (int i = 0; i < acks.size(); i++) {
      RecordMetadata at = get(acks.get(i));
      sent.add(Fate.sent(intents.get(i).agent(), intents.get(i).id(), at.partition(), at.offset()));
    }
    return sent;
  }

  private static RecordMetadata get(Future<RecordMetadata> ack) {
    try {
      return ack.get();
    } catch (ExecutionException e) {
      throw new KafkaException(
          "an intent could not be sent: " + e.getCause().getMessage(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("interrupted while sending", e);
    }
  }
}
