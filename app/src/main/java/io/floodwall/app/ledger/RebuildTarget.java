package io.floodwall.app.ledger;

import io.floodwall.app.cli.CommandException;
import io.floodwall.app.cli.ExitCode;
import io.floodwall.app.wall.LocalWall;
import io.floodwall.app.wall.TopicReader;
import io.floodwall.app.wall.Wall;
import io.floodwall.runtime.Changelogs;
import io.floodwall.runtime.RowStore;
import io.floodwall.runtime.StreamApp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.apache.kafka.streams.KeyValue;

/**
 * The cluster that a rebuilt wall is written to: the changelogs first, the offsets last, so that
 * applications refuse to start on what is half written.
 */
final class RebuildTarget {
  private final Wall wall;
  private final Settled settled;

  RebuildTarget(Wall wall, Settled settled) {
    this.wall = wall;
    this.settled = settled;
  }

  /** Refuses a wall whose applications run, or which has state. */
  void requireEmptyAndStopped() {
    requireStopped("nothing was written: ");
    for (StreamApp app : LocalWall.APPS) {
      for (String changelog : Changelogs.of(wall.cluster(), wall.prefix() + app.name()).keySet()) {
        requireEmpty(changelog);
      }
    }
  }

  /** Refuses a wall whose applications run; {@code consequence} starts what is said of it. */
  void requireStopped(String consequence) {
    for (StreamApp app : LocalWall.APPS) {
      String group = wall.prefix() + app.name();
      if (members(group) > 0) {
        throw new CommandException(
            ExitCode.ERROR,
            consequence
                + "the application "
                + group
                + " runs, or its session is not over yet: stop it, and wait for its session"
                + " timeout");
      }
    }
  }

  private void requireEmpty(String changelog) {
    List<TopicPartition> partitions = partitions(changelog);
    Map<TopicPartition, Long> begins = settled.begins(partitions);
    settled
        .ends(partitions)
        .forEach(
            (partition, end) -> {
              if (end > begins.getOrDefault(partition, 0L)) {
                throw refused(
                    "the changelog "
                        + partition
                        + " is not empty: the state is there, and a rebuilt one must not be mixed"
                        + " with it. If it is known to be bad, delete the changelogs of all three"
                        + " applications first");
              }
            });
  }

  /** Writes it all. */
  void write(RebuiltWall rebuilt) {
    int count = wall.partitions();
    rebuilt.stores().forEach((app, partitions) -> createChangelogs(app, partitions, count));
    try (Producer<byte[], byte[]> producer = wall.producer(Map.of("linger.ms", 20))) {
      var acks = new ArrayList<Future<RecordMetadata>>();
      rebuilt
          .stores()
          .forEach(
              (app, partitions) ->
                  partitions.forEach(
                      (partition, stores) ->
                          stores.forEach(store -> send(producer, app, partition, store, acks))));
      producer.flush();
      acks.forEach(RebuildTarget::await);
    }
    rebuilt.offsets().forEach(this::commit);
  }

  private void createChangelogs(String app, Map<Integer, List<RowStore>> partitions, int count) {
    var names = new TreeSet<String>();
    partitions
        .values()
        .forEach(stores -> stores.forEach(store -> names.add(changelog(app, store.name()))));
    names.removeAll(Changelogs.of(wall.cluster(), wall.prefix() + app).keySet());
    var missing = new ArrayList<NewTopic>();
    for (String name : names) {
      missing.add(
          new NewTopic(name, Optional.of(count), Optional.empty())
              .configs(
                  Map.of("cleanup.policy", "compact", "message.timestamp.type", "CreateTime")));
    }
    wall.cluster().get(wall.cluster().admin().createTopics(missing).all());
  }

  private void send(
      Producer<byte[], byte[]> producer,
      String app,
      int partition,
      RowStore store,
      List<Future<RecordMetadata>> acks) {
    for (KeyValue<byte[], byte[]> row : store.rows()) {
      acks.add(
          producer.send(
              new ProducerRecord<>(changelog(app, store.name()), partition, row.key, row.value)));
    }
  }

  private void commit(String app, Map<TopicPartition, Long> offsets) {
    var committed = new HashMap<TopicPartition, OffsetAndMetadata>();
    offsets.forEach((partition, offset) -> committed.put(partition, new OffsetAndMetadata(offset)));
    String group = wall.prefix() + app;
    try {
      wall.cluster().get(wall.cluster().admin().alterConsumerGroupOffsets(group, committed).all());
    } catch (UnknownMemberIdException | GroupNotEmptyException e) {
      throw new CommandException(
          ExitCode.ERROR, "the application " + group + " was started meanwhile: stop it", e);
    }
  }

  private int members(String group) {
    try {
      return wall
          .cluster()
          .get(wall.cluster().admin().describeConsumerGroups(List.of(group)).all())
          .values()
          .stream()
          .mapToInt(described -> described.members().size())
          .sum();
    } catch (GroupIdNotFoundException e) {
      return 0;
    }
  }

  private List<TopicPartition> partitions(String topic) {
    return new TopicReader(wall).partitionsOf(topic);
  }

  private String changelog(String app, String store) {
    return Changelogs.name(wall.prefix() + app, store);
  }

  private static CommandException refused(String why) {
    return new CommandException(ExitCode.ERROR, "nothing was written: " + why);
  }

  private static void await(Future<RecordMetadata> ack) {
    try {
      ack.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("interrupted while writing changelogs", e);
    } catch (ExecutionException e) {
      throw new KafkaException("a changelog could not be written", e.getCause());
    }
  }
}
