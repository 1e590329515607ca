package io.floodwall.app.demo;

import io.floodwall.admission.AdmissionConfig;
import io.floodwall.app.broker.BrokerFolder;
import io.floodwall.app.cli.CommandException;
import io.floodwall.app.cli.ExitCode;
import io.floodwall.app.cli.Progress;
import io.floodwall.app.wall.LocalWall;
import io.floodwall.app.wall.Publisher;
import io.floodwall.app.wall.Wall;
import io.floodwall.core.admission.Control;
import io.floodwall.runtime.AppConfig;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.utils.Time;

/**
 * The flood through a real broker and the three applications.
 *
 * <p>The valve is closed while the flood lasts, so that all 4,000 intents press against the wall
 * before the first is released: what the seed does by submitting everything before it ticks. One
 * logical tick is one second of record time, counted from the start.
 */
final class KafkaRun {
  private static final long CONFIRM_MS = 30_000;
  private static final String WHO = "demo";

  private final Consumer<String> talk;

  KafkaRun(Consumer<String> talk) {
    this.talk = talk;
  }

  WallResult run(BrokerFolder folder) {
    var plan = new LocalWall.Plan(AppConfig.DEMO_PREFIX, 1, 0, settings());
    try (LocalWall local = LocalWall.start(folder, plan, talk)) {
      Wall wall = local.wall();
      var publisher = new Publisher(wall);
      steer(publisher, Control.valve(true, "the flood comes first", WHO, null));
      talk.accept("valve closed: " + SeedFlood.INTENTS + " intents press against the wall");
      long start = System.nanoTime();
      try (var tail = LedgerTail.from(wall)) {
        send(wall);
        tail.awaitAnswers(SeedFlood.INTENTS);
        steer(publisher, Control.valve(false, "the flood is over", WHO, null));
        talk.accept("valve opened: what waits goes through the gate");
        tail.awaitDecisions(SeedFlood.INTENTS);
        double seconds = (System.nanoTime() - start) / 1e9;
        talk.accept("waiting for the checkpoint that signs it all");
        String checkpoint =
            tail.awaitCheckpoint(tail.entries(), local.logKey().orElseThrow().verifier());
        return tail.result(seconds).under(checkpoint);
      }
    }
  }

  private static Map<String, String> settings() {
    return Map.of(
        AppConfig.INTENTS_TIMESTAMP,
        "create",
        AdmissionConfig.ROOM_CAPACITY,
        Integer.toString(SeedFlood.CAPACITY),
        AdmissionConfig.RATE_BURST,
        Integer.toString(SeedFlood.BURST),
        AdmissionConfig.RATE_REFILL,
        Integer.toString(SeedFlood.REFILL_PER_TICK),
        AdmissionConfig.RATE_PERIOD_MS,
        "1000",
        AdmissionConfig.RECENT_MAX,
        "0");
  }

  private static void steer(Publisher publisher, Control control) {
    if (!publisher.awaitInEffect(publisher.control(control), CONFIRM_MS)) {
      throw new CommandException(
          ExitCode.ERROR, "the valve did not take effect within " + CONFIRM_MS / 1_000 + " s");
    }
  }

  private static void send(Wall wall) {
    long startMs = Time.SYSTEM.milliseconds();
    String topic = wall.topics().intents();
    List<Future<RecordMetadata>> acks = new ArrayList<>(SeedFlood.INTENTS);
    try (Producer<byte[], byte[]> agents =
            wall.producer(Map.of(ProducerConfig.LINGER_MS_CONFIG, 5));
        Progress progress = Progress.of("sending", SeedFlood.INTENTS)) {
      for (SeedFlood.Arrival arrival : new SeedFlood()) {
        byte[] key = arrival.intent().agent().getBytes(StandardCharsets.UTF_8);
        byte[] value = wall.codecs().intent().encode(arrival.intent());
        acks.add(
            agents.send(
                new ProducerRecord<>(topic, null, startMs + arrival.tick() * 1_000, key, value)));
        progress.at(acks.size());
      }
      agents.flush();
      for (Future<RecordMetadata> ack : acks) {
        ack.get();
      }
    } catch (ExecutionException e) {
      throw new KafkaException(
          "an intent could not be sent: " + e.getCause().getMessage(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("interrupted while sending", e);
    }
  }
}
