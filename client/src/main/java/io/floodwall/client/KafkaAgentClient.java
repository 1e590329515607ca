package io.floodwall.client;

import io.floodwall.core.Hash;
import io.floodwall.core.intent.Intent;
import io.floodwall.core.signing.SignatureHeader;
import io.floodwall.tlog.IntentSigner;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/**
 * An agent's client on Kafka: a producer that sends, one thread that reads the answers, and one
 * that tells them.
 */
final class KafkaAgentClient implements AgentClient {
  /** The magic and the schema id before every value; a signature is not over them. */
  private static final int FRAMING_BYTES = 5;

  private final WallClient wall;
  private final AgentLimits limits;
  private final @Nullable IntentSigner signer;
  private final ExecutorService callbacks;
  private final Proposals proposals;
  private final Producer<byte[], byte[]> producer;
  private final @Nullable AnswerReader reader;
  private final AtomicReference<@Nullable Thread> tells = new AtomicReference<>();
  private final AtomicBoolean isClosed = new AtomicBoolean();

  private KafkaAgentClient(
      WallClient wall,
      AgentLimits limits,
      @Nullable Consumer<byte[], byte[]> answers,
      @Nullable IntentSigner signer) {
    this.wall = wall;
    this.signer = signer;
    this.limits = limits;
    this.callbacks =
        Executors.newSingleThreadExecutor(
            task -> {
              tells.set(daemon(task, "answers"));
              return tells.get();
            });
    this.proposals = new Proposals(limits, wall.topics().intents(), callbacks);
    this.producer = wall.producer(limits.answerTimeoutMs());
    this.reader =
        answers == null ? null : new AnswerReader(wall, proposals, answers, this::sendAgain);
  }

  static KafkaAgentClient open(
      WallClient wall, AgentLimits limits, boolean sendsOnly, @Nullable IntentSigner signer) {
    Consumer<byte[], byte[]> consumer = wall.consumer();
    try {
      int partitions =
          wall.partitions(consumer, wall.topics().intents()); // a missing topic is told at once
      if (!sendsOnly) {
        AnswerReader.seekToEnd(consumer, wall, partitions);
      }
      var client = new KafkaAgentClient(wall, limits, sendsOnly ? null : consumer, signer);
      if (client.reader != null) {
        daemon(client.reader, "reader").start();
      } else {
        consumer.close();
      }
      return client;
    } catch (RuntimeException e) {
      consumer.close();
      throw e;
    }
  }

  private static Thread daemon(Runnable task, String name) {
    var thread = new Thread(task, "floodwall-agent-" + name);
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public CompletableFuture<Fate> propose(Intent intent, Until until, FateListener listener) {
    if (reader == null && until != Until.ACKNOWLEDGED) {
      throw new IllegalArgumentException("this client only sends: it takes Until.ACKNOWLEDGED");
    }
    byte[] value = Outgoing.encoded(wall.codecs().intent(), intent);
    Proposal proposal = proposals.propose(intent, until, listener, nowMs());
    send(proposal, value);
    return proposal.future();
  }

  private void sendAgain(Proposal proposal) {
    send(proposal, wall.codecs().intent().encode(proposal.intent()));
  }

  private void send(Proposal proposal, byte[] value) {
    byte[] key = proposal.intent().agent().getBytes(StandardCharsets.UTF_8);
    try {
      var unused =
          producer.send(
              new ProducerRecord<>(
                  wall.topics().intents(), null, key, value, headers(proposal.intent(), value)),
              (at, problem) -> {
                if (problem == null) {
                  var place = new IntentPlace(at.partition(), at.offset());
                  proposals.acknowledged(proposal, place, nowMs());
                } else {
                  proposals.failed(proposal, problem);
                }
              });
    } catch (KafkaException | IllegalStateException e) {
      proposals.failed(proposal, e); // could not even be queued, or closed meanwhile
    }
  }

  private List<Header> headers(Intent intent, byte[] value) {
    if (signer == null) {
      return List.of();
    }
    Hash digest = Hash.sha256(value, FRAMING_BYTES, value.length - FRAMING_BYTES);
    SignatureHeader header = signer.sign(wall.topics().intents(), intent, digest);
    return List.of(new RecordHeader(SignatureHeader.NAME, header.toBytes()));
  }

  @Override
  public void close() {
    if (!isClosed.compareAndSet(false, true)) {
      return;
    }
    long until = nowMs() + limits.closeTimeoutMs();
    producer.close(Duration.ofMillis(limits.closeTimeoutMs() / 2));
    if (reader != null) {
      reader.close(Math.max(1, until - nowMs()));
    }
    proposals.close();
    callbacks.shutdown();
    if (Thread.currentThread() != tells.get()) {
      awaitTold(Math.max(1, until - nowMs()));
    }
  }

  private void awaitTold(long timeoutMs) {
    try {
      if (!callbacks.awaitTermination(timeoutMs, TimeUnit.MILLISECONDS)) {
        callbacks.shutdownNow().forEach(Runnable::run);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  static long nowMs() {
    return System.nanoTime() / 1_000_000;
  }
}
