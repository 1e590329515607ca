package io.floodwall.app.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.floodwall.app.wall.TopicReader;
import io.floodwall.app.wall.Wall;
import io.floodwall.core.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.internal.FileLogInputStream.FileChannelRecordBatch;
import org.apache.kafka.common.record.internal.FileRecords;
import org.apache.kafka.common.record.internal.Record;

/** All that was ever written to a topic: committed, rolled back, and as it lies on the disk. */
final class WrittenLog {
  private static final Duration STEP = Duration.ofMillis(50);

  private WrittenLog() {}

  /** A record of some partition. */
  record Written(int partition, String key, Bytes value) {
    private static Written of(ConsumerRecord<byte[], byte[]> record) {
      return new Written(
          record.partition(), new String(record.key(), UTF_8), Bytes.copyOf(record.value()));
    }
  }

  /** What was committed, in the order of each partition. */
  static List<Written> committed(Wall wall, String topic) {
    return read(wall, wall.consumer(), topic);
  }

  /** What was written and is still there, rolled back or not. */
  static List<Written> rolledBackToo(Wall wall, String topic) {
    return read(wall, wall.consumerOfRolledBackToo(), topic);
  }

  private static List<Written> read(Wall wall, Consumer<byte[], byte[]> reader, String topic) {
    var found = new ArrayList<Written>();
    try (reader) {
      List<TopicPartition> all = new TopicReader(wall).partitionsOf(topic);
      reader.assign(all);
      reader.seekToBeginning(all);
      Map<TopicPartition, Long> ends = reader.endOffsets(all);
      while (all.stream().anyMatch(one -> reader.position(one) < ends.get(one))) {
        reader.poll(STEP).forEach(record -> found.add(Written.of(record)));
      }
    }
    return found;
  }

  /** What lies in the broker's segments; the broker is closed. */
  static List<Written> onDisk(Path logs, String topic) throws IOException {
    List<Path> folders;
    try (Stream<Path> all = Files.list(logs)) {
      folders = all.filter(one -> partitionOf(one, topic) >= 0).sorted().toList();
    }
    var found = new ArrayList<Written>();
    for (Path folder : folders) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.filter(one -> one.toString().endsWith(".log")).sorted().toList()) {
          segment(file, partitionOf(folder, topic), found);
        }
      }
    }
    return found;
  }

  private static void segment(Path file, int partition, List<Written> found) throws IOException {
    try (FileRecords records = FileRecords.open(file.toFile(), false)) {
      for (FileChannelRecordBatch batch : records.batches()) {
        if (!batch.isControlBatch()) {
          for (Record record : batch) {
            String key = UTF_8.decode(record.key()).toString();
            var value = new byte[record.valueSize()];
            record.value().get(value);
            found.add(new Written(partition, key, Bytes.copyOf(value)));
          }
        }
      }
    }
  }

  private static int partitionOf(Path folder, String topic) {
    String name = folder.getFileName().toString();
    String number = name.startsWith(topic + "-") ? name.substring(topic.length() + 1) : "";
    return number.matches("[0-9]+") ? Integer.parseInt(number) : -1;
  }
}
