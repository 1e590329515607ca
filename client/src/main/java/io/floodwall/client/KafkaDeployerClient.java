package io.floodwall.client;

import io.floodwall.client.Lane.Work;
import io.floodwall.core.Hash;
import io.floodwall.core.intent.Action;
import io.floodwall.core.outcome.Outcome;
import io.floodwall.core.outcome.Outcome.Result;
import io.floodwall.schemas.Codecs;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.jspecify.annotations.Nullable;

/**
 * A deployer as a member of a consumer group.
 *
 * <p>Every STARTED and every report is written in one transaction with the group's offsets, so one
 * of a member that lost its partition is refused by the broker. A new owner reads the group's
 * stable offsets first and the outcomes to their end then: nothing of the old owner comes after.
 */
final class KafkaDeployerClient implements DeployerClient {
  private static final Duration STEP = Duration.ofMillis(20);
  private static final String GONE = "its deployer ended before it reported";

  private final DeployerWire wire;
  private final Codecs codecs;
  private final String admitted;
  private final Predicate<Action> idempotent;
  private final OutcomeLog log;
  private final UnknownOutcomes unknown;
  private final InForce inForce;
  private final Consumer<byte[], byte[]> member;
  private final Producer<byte[], byte[]> producer;
  private final Map<Integer, Lane> lanes = new LinkedHashMap<>();
  private final ConcurrentLinkedQueue<LaneReport> reports = new ConcurrentLinkedQueue<>();
  private final HandOut.By by;

  KafkaDeployerClient(
      DeployerWire wire, InForce inForce, Predicate<Action> idempotent, Clock clock) {
    this.wire = wire;
    this.codecs = wire.wall().codecs();
    this.admitted = wire.wall().topics().admitted();
    this.idempotent = idempotent;
    this.by = new HandOut.By(wire.name(), clock);
    this.log = new OutcomeLog(wire.wall());
    this.unknown = new UnknownOutcomes(wire.wall(), clock);
    this.inForce = inForce;
    this.producer = wire.producer();
    producer.initTransactions();
    this.member = wire.member();
    member.subscribe(List.of(admitted), new Ownership());
  }

  @Override
  public List<Delivery> poll(int max, Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    turn(Duration.ZERO);
    while (true) {
      List<LaneHandOut> next = max > 0 ? sound(() -> ready(max)) : List.of();
      if (!next.isEmpty() || !reports.isEmpty()) {
        write(next);
      }
      if (!next.isEmpty() || System.nanoTime() >= deadline) {
        return next.stream().<Delivery>map(LaneHandOut::handOut).toList();
      }
      turn(STEP);
    }
  }

  /** What is ready, unless the ledger is in doubt: then reports are written, and no more. */
  private List<LaneHandOut> sound(Supplier<List<LaneHandOut>> ready) {
    try {
      inForce.requireSound();
      return ready.get();
    } catch (UntrustedLedgerException e) {
      if (!reports.isEmpty()) {
        write(List.of());
      }
      throw e;
    }
  }

  /** Takes part in the group, reads what has come, and learns what is in force. */
  private void turn(Duration timeout) {
    try {
      member.poll(timeout).forEach(this::take);
    } catch (FencedInstanceIdException e) {
      throw LaneReport.refuse(reports, wire.name(), e);
    }
    pauseWhatIsFull();
    inForce.update();
  }

  @Override
  public List<Outcome> unknownOutcomes() {
    return unknown.list();
  }

  @Override
  public Outcome resolve(Hash decision, Result result, String evidence) {
    return unknown.resolve(decision, result, wire.name(), evidence);
  }

  @Override
  public void close() {
    try {
      if (!reports.isEmpty()) {
        write(List.of());
      }
    } finally {
      producer.close(Duration.ofSeconds(5));
      member.close(
          CloseOptions.groupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP)
              .withTimeout(Duration.ofSeconds(5)));
      inForce.close();
    }
  }

  private List<LaneHandOut> ready(int max) {
    var ready = new ArrayList<LaneHandOut>();
    for (Lane lane : lanes.values()) {
      for (Map.Entry<Long, Work> at : lane.window.entrySet()) {
        Work work = at.getValue();
        if (ready.size() == max) {
          return ready;
        }
        if (!work.done && !work.handedOut) {
          inForce
              .clear(work.admitted)
              .map(word -> LaneHandOut.of(lane, at.getKey(), work, word, by, reports))
              .ifPresent(ready::add);
        }
      }
    }
    return ready;
  }

  /** Starts {@code handOuts} and closes what is reported, in one transaction with the offsets. */
  private void write(List<LaneHandOut> handOuts) {
    var due = new ArrayList<LaneReport>();
    for (LaneReport report = reports.poll(); report != null; report = reports.poll()) {
      if (report.lane().isOwned()) {
        due.add(report);
      } else {
        report.written().completeExceptionally(FencedException.lost(report.outcome()));
      }
    }
    try {
      producer.beginTransaction();
      var sent = new HashMap<Future<RecordMetadata>, Lane>();
      for (LaneReport report : due) {
        sent.put(producer.send(record(report.outcome())), report.lane());
        report.work().done = report.outcome().result() != Result.RELEASED;
      }
      for (LaneHandOut next : handOuts) {
        next.work().handedOut = true;
        sent.put(producer.send(record(next.handOut().started())), next.lane());
      }
      for (LaneReport report : due) {
        if (report.outcome().result() == Result.RELEASED) {
          Work was = report.work();
          var again = new Work(was.admitted, was.attempt + 1, was.since);
          report.lane().window.put(report.offset(), again);
        }
      }
      var offsets = new HashMap<TopicPartition, OffsetAndMetadata>();
      lanes.values().forEach(l -> offsets.put(admitted(l.partition), l.commit()));
      producer.sendOffsetsToTransaction(offsets, member.groupMetadata());
      producer.commitTransaction();
      for (Map.Entry<Future<RecordMetadata>, Lane> one : sent.entrySet()) {
        one.getValue().written(one.getKey().get().offset());
      }
      due.forEach(report -> report.written().complete(report.outcome()));
    } catch (ProducerFencedException
        | InvalidProducerEpochException
        | FencedInstanceIdException
        | CommitFailedException e) {
      throw LaneReport.refuse(due, wire.name(), e);
    } catch (ExecutionException e) {
      throw new KafkaException("a committed outcome has no place", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("interrupted while writing outcomes", e);
    }
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    Lane lane = lanes.get(record.partition());
    if (lane == null) {
      return;
    }
    Work work =
        Admitted.of(record, codecs).map(one -> work(lane, record.offset(), one)).orElse(null);
    lane.read(record.offset(), work);
  }

  /** What is to be done with a decision, given what stands of it; null is nothing. */
  private @Nullable Work work(Lane lane, long offset, Admitted one) {
    Hash digest = one.digest();
    Outcome stands = lane.standing(digest);
    boolean twice = lane.window.values().stream().anyMatch(w -> w.digest().equals(digest));
    if (twice || (stands != null && stands.result().isSettled())) {
      return null;
    }
    if (stands == null) {
      return new Work(one, 1, lane.since(digest));
    }
    boolean again =
        stands.result() == Result.RELEASED || idempotent.test(one.decision().intent().action());
    if (stands.result() == Result.UNKNOWN) {
      return null;
    }
    if (again) {
      return new Work(one, stands.attempt() + 1, lane.since(digest));
    }
    var open = new Work(one, stands.attempt(), lane.since(digest));
    open.handedOut = true;
    Outcome unknown = UnknownOutcomes.told(by.closing(stands, Result.UNKNOWN, GONE));
    reports.add(
        new LaneReport(lane, offset, open, new HandOut.Report(unknown, new CompletableFuture<>())));
    return open;
  }

  private void pauseWhatIsFull() {
    var full =
        lanes.values().stream().filter(Lane::isFull).map(l -> admitted(l.partition)).toList();
    member.resume(member.assignment());
    member.pause(full);
  }

  private ProducerRecord<byte[], byte[]> record(Outcome outcome) {
    return OutcomeEvent.record(wire.wall(), outcome);
  }

  private TopicPartition admitted(int partition) {
    return new TopicPartition(admitted, partition);
  }

  /** Takes partitions over and gives them away. */
  private final class Ownership implements ConsumerRebalanceListener {
    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      for (TopicPartition partition : partitions) {
        OffsetAndMetadata committed =
            member.committed(Set.of(partition), DeployerWire.PATIENCE).get(partition);
        Lane lane = Lane.takeOver(partition.partition(), committed, log);
        lanes.put(partition.partition(), lane);
      }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      if (!reports.isEmpty()) {
        write(List.of());
      }
      drop(partitions);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
      drop(partitions);
    }

    private void drop(Collection<TopicPartition> partitions) {
      for (TopicPartition partition : partitions) {
        Lane lane = lanes.remove(partition.partition());
        if (lane != null) {
          lane.lose();
        }
      }
    }
  }
}
