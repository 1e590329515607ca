package io.floodwall.benchmarks;

import io.floodwall.app.wall.Wall;
import io.floodwall.schemas.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;

/**
 * The same three hops with nothing in them: each reads a topic and writes the bytes to the next,
 * exactly once, with the wall's own producer and consumer settings. What Kafka Streams can do here
 * when nobody asks anything of it.
 */
final class PassThroughHops implements Hops {
  private final List<KafkaStreams> hops = new ArrayList<>();

  PassThroughHops(Wall wall, String bootstrap, Path state, long commitMs) {
    Topics topics = wall.topics();
    var running = new CountDownLatch(3);
    hops.add(hop(wall, bootstrap, state, commitMs, topics.intents(), topics.candidates(), running));
    hops.add(
        hop(wall, bootstrap, state, commitMs, topics.candidates(), topics.admitted(), running));
    hops.add(hop(wall, bootstrap, state, commitMs, topics.admitted(), topics.ledger(), running));
    try {
      if (!running.await(60, TimeUnit.SECONDS)) {
        throw new IllegalStateException("the pass-through is not running after 60 s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the pass-through started", e);
    }
  }

  private static KafkaStreams hop(
      Wall wall,
      String bootstrap,
      Path state,
      long commitMs,
      String from,
      String to,
      CountDownLatch running) {
    var topology =
        new Topology()
            .addSource("in", new ByteArrayDeserializer(), new ByteArrayDeserializer(), from)
            .addSink("out", to, new ByteArraySerializer(), new ByteArraySerializer(), "in");
    var settings = new Properties();
    settings.putAll(
        Map.of(
            StreamsConfig.APPLICATION_ID_CONFIG,
            wall.prefix() + "pass-through-" + to,
            StreamsConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrap,
            StreamsConfig.STATE_DIR_CONFIG,
            state.resolve(wall.prefix() + "pass").toString(),
            StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
            StreamsConfig.EXACTLY_ONCE_V2,
            StreamsConfig.COMMIT_INTERVAL_MS_CONFIG,
            commitMs,
            StreamsConfig.POLL_MS_CONFIG,
            Math.min(100L, commitMs),
            StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG),
            "earliest",
            StreamsConfig.consumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG),
            2_000,
            StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG),
            10,
            StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG),
            128 * 1024));
    settings.put(StreamsConfig.producerPrefix(ProducerConfig.RETRY_BACKOFF_MS_CONFIG), 5);
    settings.put(StreamsConfig.ENABLE_METRICS_PUSH_CONFIG, false);
    var hop = new KafkaStreams(topology, settings);
    hop.setStateListener(
        (now, before) -> {
          if (now == KafkaStreams.State.RUNNING) {
            running.countDown();
          }
        });
    hop.start();
    return hop;
  }

  @Override
  public long ledgeredBefore() {
    return 0;
  }

  @Override
  public void close() {
    hops.parallelStream().forEach(hop -> hop.close(Duration.ofSeconds(10)));
  }
}
