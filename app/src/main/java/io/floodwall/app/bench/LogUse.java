package io.floodwall.app.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.floodwall.app.cli.Json;
import io.floodwall.app.wall.Wall;
import io.floodwall.runtime.Cluster;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;

/**
 * What a lane's topics and changelogs hold on the broker's disk, in bytes and in offsets
 * (transaction markers have one too).
 */
final class LogUse {
  private final Map<String, long[]> byTopic; // bytes, offsets

  private LogUse(Map<String, long[]> byTopic) {
    this.byTopic = byTopic;
  }

  /** Of the lane whose topics start with the wall's prefix. */
  static LogUse of(Wall wall) {
    Cluster cluster = wall.cluster();
    var byTopic = new TreeMap<String, long[]>();
    List<Integer> brokers =
        cluster.get(cluster.admin().describeCluster().nodes()).stream().map(Node::id).toList();
    var wanted = new HashMap<TopicPartition, OffsetSpec>();
    cluster
        .get(cluster.admin().describeLogDirs(brokers).allDescriptions())
        .values()
        .forEach(
            folders ->
                folders
                    .values()
                    .forEach(
                        folder ->
                            folder
                                .replicaInfos()
                                .forEach(
                                    (at, replica) -> {
                                      if (at.topic().startsWith(wall.prefix())) {
                                        wanted.put(at, OffsetSpec.latest());
                                        cell(byTopic, wall, at)[0] += replica.size();
                                      }
                                    })));
    cluster
        .get(cluster.admin().listOffsets(wanted).all())
        .forEach((at, found) -> cell(byTopic, wall, at)[1] += found.offset());
    return new LogUse(byTopic);
  }

  private static long[] cell(Map<String, long[]> byTopic, Wall wall, TopicPartition at) {
    return byTopic.computeIfAbsent(
        at.topic().substring(wall.prefix().length()), topic -> new long[2]);
  }

  /** Bytes on disk that {@code before} had not. */
  long bytesSince(LogUse before) {
    return bytes() - before.bytes();
  }

  private long bytes() {
    return byTopic.values().stream().mapToLong(cell -> cell[0]).sum();
  }

  /** Per intent since {@code before}. */
  ObjectNode json(LogUse before, long intents) {
    var json = Json.object();
    double bytes = 0;
    double offsets = 0;
    var topics = Json.object();
    for (Map.Entry<String, long[]> topic : byTopic.entrySet()) {
      long[] then = before.byTopic.getOrDefault(topic.getKey(), new long[2]);
      double more = (double) (topic.getValue()[0] - then[0]) / intents;
      bytes += more;
      offsets += (double) (topic.getValue()[1] - then[1]) / intents;
      if (more > 0) {
        topics.put(topic.getKey(), Spread.rounded(more, 1));
      }
    }
    json.put("bytes", Spread.rounded(bytes, 1)).put("offsets", Spread.rounded(offsets, 3));
    json.set("bytes_by_topic", topics);
    return json;
  }
}
