package io.floodwall.client;

import io.floodwall.core.Hash;
import io.floodwall.core.outcome.Outcome;
import io.floodwall.core.outcome.Outcome.Result;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * The decisions that were admitted, in force and still to be done at one moment, and how many of
 * them are left: a decision is done when {@code outcomes} says that it is applied, failed or
 * unknown, whoever wrote that.
 */
public final class Backlog implements AutoCloseable {
  private static final Duration STEP = Duration.ofMillis(50);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final WallClient wall;
  private final OutcomeTail tail;
  private final Set<Hash> left = new HashSet<>();

  private Backlog(WallClient wall) {
    this.wall = wall;
    this.tail = new OutcomeTail(wall);
  }

  /** Takes it down, from where the group stands. */
  static Backlog now(WallClient wall, String group, boolean shared) {
    var backlog = new Backlog(wall);
    try (InForce inForce = new InForceByHead(wall)) {
      backlog.read(inForce, new GroupPosition(wall, group, shared).ofAdmitted());
      return backlog;
    } catch (RuntimeException e) {
      backlog.close();
      throw e;
    }
  }

  private void read(InForce inForce, Map<Integer, Long> from) {
    try (Consumer<byte[], byte[]> consumer = wall.consumer()) {
      String admitted = wall.topics().admitted();
      List<TopicPartition> partitions =
          consumer.partitionsFor(admitted).stream()
              .map(found -> new TopicPartition(admitted, found.partition()))
              .toList();
      consumer.assign(partitions);
      Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      partitions.forEach(
          p ->
              consumer.seek(
                  p, Math.max(begins.getOrDefault(p, 0L), from.getOrDefault(p.partition(), 0L))));
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
        if (System.nanoTime() - deadline > 0) {
          throw new TimeoutException(admitted + " cannot be read to its end");
        }
        consumer.poll(STEP).forEach(record -> take(record, inForce));
      }
    }
  }

  private void take(ConsumerRecord<byte[], byte[]> record, InForce inForce) {
    Admitted.of(record, wall.codecs())
        .filter(one -> inForce.clear(one).isPresent())
        .ifPresent(one -> left.add(one.digest()));
  }

  /** How many are left, as far as the outcomes are read by now. */
  public int left() {
    tail.readTo(Set.of());
    left.removeIf(this::isDone);
    return left.size();
  }

  private boolean isDone(Hash decision) {
    Outcome stands = tail.standing(decision);
    return stands != null && (stands.result().isSettled() || stands.result() == Result.UNKNOWN);
  }

  @Override
  public void close() {
    tail.close();
  }
}
