package io.floodwall.app.doctor;

import io.floodwall.app.access.AclLine;
import io.floodwall.runtime.AppConfig;
import io.floodwall.schemas.Topics;
import java.util.ArrayList;
import java.util.List;

/**
 * Commands to paste, for one wall on one cluster.
 *
 * @param connection {@code --bootstrap-server …} as Kafka's own tools take it
 */
record Fixes(List<String> connection, String prefix) {
  Fixes {
    connection = List.copyOf(connection);
  }

  /** A line for a shell: one of Kafka's tools, the connection, and more words. */
  String kafka(String tool, String... more) {
    var words = new ArrayList<String>();
    words.add(tool);
    words.addAll(connection);
    words.addAll(List.of(more));
    return AclLine.shell(words);
  }

  /** A line for a shell: one of our commands on the same wall. */
  String floodwall(String... command) {
    var words = new ArrayList<String>();
    words.add("floodwall");
    words.addAll(List.of(command));
    words.addAll(ourConnection());
    if (!prefix.equals(Topics.DEFAULT_PREFIX)) {
      words.addAll(List.of("--prefix", prefix));
    }
    return AclLine.shell(words);
  }

  /** A line for a shell: runs one of the applications, with more {@code KEY=VALUE} settings. */
  String run(String application, String... settings) {
    var words = new ArrayList<String>(List.of("floodwall", "run", application));
    words.addAll(ourConnection());
    if (!prefix.equals(Topics.DEFAULT_PREFIX)) {
      words.addAll(List.of("--set", AppConfig.PREFIX + "=" + prefix));
    }
    for (String setting : settings) {
      words.addAll(List.of("--set", setting));
    }
    return AclLine.shell(words);
  }

  private List<String> ourConnection() {
    return connection.stream()
        .map(word -> word.equals("--bootstrap-server") ? "--bootstrap" : word)
        .toList();
  }

  /** A line that sets one setting of a topic. */
  String setTopic(String topic, String key, String value) {
    return kafka(
        "kafka-configs",
        "--alter",
        "--entity-type",
        "topics",
        "--entity-name",
        topic,
        "--add-config",
        key + "=" + value);
  }
}
