package io.floodwall.client;

import io.floodwall.schemas.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that reads every topic of answers, from where they ended when the client was
 * opened; and the clock of its proposals.
 *
 * <p>Nothing on those topics ends it: what does not decode is answer to nobody, and what Kafka
 * cannot give is asked for again.
 */
final class AnswerReader implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(AnswerReader.class);
  private static final Duration POLL = Duration.ofMillis(50);
  private static final long PAUSE_AFTER_FAILURE_MS = 500;

  private final Answers answers;
  private final Proposals proposals;
  private final Consumer<byte[], byte[]> consumer;
  private final SendAgain sendAgain;
  private final PastAnswers past;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final CountDownLatch stop = new CountDownLatch(1);
  private volatile @Nullable Thread runsIn;

  AnswerReader(
      WallClient wall,
      Proposals proposals,
      Consumer<byte[], byte[]> consumer,
      SendAgain sendAgain) {
    this.answers = new Answers(wall, proposals);
    this.proposals = proposals;
    this.consumer = consumer;
    this.sendAgain = sendAgain;
    this.past = new PastAnswers(wall, answers);
  }

  /** Sends a proposal's intent once more. */
  interface SendAgain {
    void send(Proposal proposal);
  }

  /** Takes the positions: what is answered after this is read. */
  static void seekToEnd(Consumer<byte[], byte[]> consumer, WallClient wall, int partitions) {
    var sources = new ArrayList<TopicPartition>();
    for (String topic : topics(wall.topics())) {
      for (int p = 0; p < partitions; p++) {
        sources.add(new TopicPartition(topic, p));
      }
    }
    consumer.assign(sources);
    consumer.endOffsets(sources).forEach(consumer::seek);
  }

  /** Where answers are. */
  static List<String> topics(Topics topics) {
    return List.of(
        topics.refused(),
        topics.waiting(),
        topics.admitted(),
        topics.deferred(),
        topics.rejected(),
        topics.heads(),
        topics.outcomes());
  }

  @Override
  public void run() {
    runsIn = Thread.currentThread();
    try (consumer;
        past) {
      while (stop.getCount() > 0) {
        turn();
      }
    } catch (WakeupException | InterruptException e) {
      LOG.debug("the reader of answers was woken to end");
    } finally {
      stopped.countDown();
    }
  }

  private void turn() {
    proposals.due(KafkaAgentClient.nowMs()).forEach(sendAgain::send);
    try {
      past.want(proposals.takeLookUps());
      boolean isLooking = past.step();
      for (ConsumerRecord<byte[], byte[]> record :
          consumer.poll(isLooking ? Duration.ZERO : POLL)) {
        answers.hear(record);
      }
    } catch (WakeupException | InterruptException e) {
      throw e;
    } catch (KafkaException e) {
      goOnAfter(e);
    } catch (RuntimeException e) {
      LOG.error("an answer could not be used", e); // a defect; the next answer is another's
    }
  }

  private void goOnAfter(KafkaException why) {
    if (!Unreadable.isSteppedOver(consumer, why)) {
      LOG.warn("answers cannot be read, trying again: {}", why.getMessage());
      pause();
    }
  }

  private void pause() {
    try {
      if (stop.await(PAUSE_AFTER_FAILURE_MS, TimeUnit.MILLISECONDS)) {
        LOG.debug("closed while Kafka did not answer");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stop.countDown();
    }
  }

  /** Ends it; waits for that at most so long, and not at all on its own thread. */
  void close(long timeoutMs) {
    stop.countDown();
    if (Thread.currentThread() == runsIn) {
      return;
    }
    consumer.wakeup();
    past.wakeup();
    try {
      if (!stopped.await(timeoutMs, TimeUnit.MILLISECONDS)) {
        LOG.warn("the reader of answers did not end within {} ms", timeoutMs);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
