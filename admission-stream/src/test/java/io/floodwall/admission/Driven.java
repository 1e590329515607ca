package io.floodwall.admission;

import io.floodwall.runtime.CommitStore;
import io.floodwall.runtime.Meters;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/** Admission's topology in a test driver: bytes in, bytes out, on a clock that stands still. */
final class Driven implements AutoCloseable {
  private final Path folder;
  private final TopologyTestDriver driver;
  private final Map<String, TestInputTopic<byte[], byte[]>> inputs = new HashMap<>();
  private final Map<String, TestOutputTopic<byte[], byte[]>> outputs = new HashMap<>();

  Driven(AdmissionConfig config, int partitions, long startMs) {
    folder = newFolder();
    var properties = new Properties();
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, config.applicationId(AdmissionApp.NAME));
    properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
    properties.put(StreamsConfig.STATE_DIR_CONFIG, folder.toString());
    driver =
        new TopologyTestDriver(
            AdmissionTopology.build(config, Wall.CODECS, partitions, Meters.unscraped()),
            properties,
            Instant.ofEpochMilli(startMs));
  }

  void pipe(
      String topic, byte @Nullable [] key, byte @Nullable [] value, Headers headers, long timeMs) {
    inputs
        .computeIfAbsent(
            topic,
            name ->
                driver.createInputTopic(name, new ByteArraySerializer(), new ByteArraySerializer()))
        .pipeInput(new TestRecord<>(key, value, headers, timeMs));
  }

  /** What was written to the topic since the last call. */
  List<TestRecord<byte[], byte[]>> read(String topic) {
    return outputs
        .computeIfAbsent(
            topic,
            name ->
                driver.createOutputTopic(
                    name, new ByteArrayDeserializer(), new ByteArrayDeserializer()))
        .readRecordsToList();
  }

  void advance(Duration time) {
    driver.advanceWallClockTime(time);
  }

  KeyValueStore<byte[], byte[]> store(String name) {
    return ((CommitStore) driver.getAllStateStores().get(name)).rows();
  }

  @Override
  public void close() {
    driver.close(); // empties the folder
    folder.toFile().delete();
  }

  private static Path newFolder() {
    try {
      return Files.createTempDirectory("floodwall-admission");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
