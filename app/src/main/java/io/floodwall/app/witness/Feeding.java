package io.floodwall.app.witness;

import io.floodwall.app.wall.TopicReader;
import io.floodwall.app.wall.Wall;
import io.floodwall.tlog.NoteSignature;
import io.floodwall.tlog.SignedNote;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Feeds witnesses from a wall's topics, each in a thread of its own so that none waits for another,
 * and writes what they cosign to the {@code cosignatures} topic.
 */
final class Feeding implements AutoCloseable {
  private static final long BACKOFF_MS_MAX = 30_000;
  private static final long SEND_SECONDS_MAX = 30;

  private final Wall wall;
  private final TopicReader reader;
  private final LogView view;
  private final Feeder.Cosigned told;
  private final Consumer<String> talk;
  private final long intervalMs;
  private final Producer<byte[], byte[]> producer;
  private final CountDownLatch stop = new CountDownLatch(1);

  /**
   * Opens what it reads and writes with.
   *
   * @param intervalMs how often a witness is asked at most
   * @param told is told each cosignature that was written
   */
  Feeding(Wall wall, long intervalMs, Feeder.Cosigned told, Consumer<String> talk) {
    this.wall = wall;
    this.reader = new TopicReader(wall);
    this.view = new LogView(wall.topics().checkpoints(), talk);
    this.intervalMs = intervalMs;
    this.told = told;
    this.talk = talk;
    this.producer = wall.producer(Map.of(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true));
  }

  /** Feeds what there is now, once; answers how it went at the worst witness. */
  Feeder.Round once(List<WitnessClient> witnesses) {
    seeWhatThereIs();
    if (view.partitions().isEmpty()) {
      return new Feeder.Round(
          Feeder.Result.WAITING,
          "no checkpoint is signed yet; the ledger signs them when it has a key:"
              + " docs/operations.md");
    }
    return each(
        witnesses,
        (witness, feeder) -> {
          Feeder.Round round = feeder.round();
          if (round.result() != Feeder.Result.DONE) {
            talk.accept(witness.name() + ": " + round.why());
          }
          return round;
        });
  }

  /** Feeds until {@link #stop}, or until what it cannot go on with. */
  void follow(List<WitnessClient> witnesses) {
    Map<TopicPartition, Long> from = seeWhatThereIs();
    var reading = CompletableFuture.runAsync(() -> readOn(from), threads(1));
    try {
      each(witnesses, this::untilStopped);
    } finally {
      stop();
    }
    reading.join();
  }

  void stop() {
    stop.countDown();
  }

  @Override
  public void close() {
    stop();
    producer.close();
  }

  /** Answers where to read on. */
  private Map<TopicPartition, Long> seeWhatThereIs() {
    var from = new HashMap<TopicPartition, Long>();
    // checkpoints first: the tiles of one lie before it or came with it
    List<TopicPartition> checkpoints = reader.partitionsOf(wall.topics().checkpoints());
    from.putAll(reader.whole(checkpoints).end());
    reader.last(checkpoints).values().forEach(view::see);
    TopicReader.Span tiles = reader.whole(reader.partitionsOf(wall.topics().tiles()));
    reader.read(tiles, view::see);
    from.putAll(tiles.end());
    return from;
  }

  /** What is done with one witness. */
  private interface Task {
    Feeder.Round run(WitnessClient witness, Feeder feeder) throws InterruptedException;
  }

  private Feeder.Round each(Collection<WitnessClient> witnesses, Task task) {
    ExecutorService threads = threads(witnesses.size());
    var running = new ArrayList<CompletableFuture<Feeder.Round>>();
    for (WitnessClient witness : witnesses) {
      running.add(CompletableFuture.supplyAsync(() -> run(witness, task), threads));
    }
    try {
      return running.stream()
          .map(CompletableFuture::join)
          .reduce(new Feeder.Round(Feeder.Result.DONE, ""), Feeder.Round::worse);
    } finally {
      threads.shutdownNow();
    }
  }

  private Feeder.Round run(WitnessClient witness, Task task) {
    boolean ended = false;
    try (var shelf = new TopicShelf(wall, view)) {
      Feeder.Round round = task.run(witness, new Feeder(view, witness, shelf::of, this::write));
      ended = true;
      return round;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Feeder.Round(Feeder.Result.WAITING, "stopped");
    } finally {
      if (!ended) {
        stop(); // what one cannot go on with, the others should not hide
      }
    }
  }

  private void readOn(Map<TopicPartition, Long> from) {
    try {
      reader.follow(from, view::see, () -> stop.getCount() > 0);
    } finally {
      stop();
    }
  }

  private Feeder.Round untilStopped(WitnessClient witness, Feeder feeder)
      throws InterruptedException {
    var trouble = new Trouble(witness.name(), talk);
    long waitMs = 0;
    var round = new Feeder.Round(Feeder.Result.WAITING, "");
    while (!stop.await(waitMs, TimeUnit.MILLISECONDS)) {
      round = attempt(feeder);
      trouble.after(round);
      boolean calm = round.result().compareTo(Feeder.Result.WAITING) >= 0;
      waitMs = calm ? intervalMs : Math.min(BACKOFF_MS_MAX, Math.max(intervalMs, 2 * waitMs));
    }
    return round;
  }

  private static Feeder.Round attempt(Feeder feeder) throws InterruptedException {
    try {
      return feeder.round();
    } catch (KafkaException e) {
      if (!(e instanceof org.apache.kafka.common.errors.RetriableException)) {
        throw e;
      }
      return new Feeder.Round(Feeder.Result.UNREACHABLE, "Kafka: " + e.getMessage());
    }
  }

  private void write(
      String witness, int partition, LogView.Signed signed, NoteSignature cosignature) {
    String key = partition + "/" + signed.checkpoint().size() + "/" + witness;
    String note = new SignedNote(signed.note().text(), List.of(cosignature)).toString();
    try {
      producer
          .send(
              new ProducerRecord<>(
                  wall.topics().cosignatures(),
                  partition,
                  key.getBytes(StandardCharsets.UTF_8),
                  note.getBytes(StandardCharsets.UTF_8)))
          .get(SEND_SECONDS_MAX, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof KafkaException known ? known : new KafkaException(e.getCause());
    } catch (TimeoutException e) {
      throw new org.apache.kafka.common.errors.TimeoutException("a cosignature is not written", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("interrupted while writing a cosignature", e);
    }
    told.by(witness, partition, signed, cosignature);
  }

  private static ExecutorService threads(int count) {
    return Executors.newFixedThreadPool(
        count,
        task -> {
          var thread = new Thread(task, "floodwall-feeder");
          thread.setDaemon(true);
          return thread;
        });
  }
}
