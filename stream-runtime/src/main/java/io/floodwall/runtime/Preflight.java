package io.floodwall.runtime;

import io.floodwall.runtime.StartException.Problem;
import io.floodwall.schemas.TopicSpec;
import io.floodwall.schemas.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What must be true before an application may run; each failure is named and says what to do. */
final class Preflight {
  private Preflight() {}

  /**
   * Checks the cluster and the state folder, sets the offsets of a first start, and answers the
   * number of partitions.
   */
  static int check(StreamApp app, AppConfig config) {
    usableFolder(config.stateDir());
    try (var cluster =
        Cluster.connect(config.clientProperties(), config.getLong(AppConfig.START_TIMEOUT_MS))) {
      cluster.requireTransactions();
      Topics topics = config.topics();
      int partitions = partitions(cluster, topics.all(config.intentsTime()));
      String applicationId = config.applicationId(app.name());
      sameCountAsBefore(cluster, applicationId, partitions);
      StartingOffsets.establish(
          cluster, applicationId, app.sources(topics), app.readBack(topics), partitions);
      return partitions;
    }
  }

  private static int partitions(Cluster cluster, List<TopicSpec> specs) {
    var set = new TopicSet(cluster, specs);
    List<TopicSet.Difference> differences = set.differences();
    if (!differences.isEmpty()) {
      boolean counts = differences.stream().allMatch(d -> d.what().equals("partition count"));
      throw new StartException(
          counts ? Problem.PARTITION_COUNT_CHANGED : Problem.TOPICS_WRONG,
          String.join("; ", differences.stream().map(TopicSet.Difference::line).toList())
              + ". Create what is missing with: floodwall topics create; see all differences with:"
              + " floodwall topics check");
    }
    return set.partitions().orElseThrow();
  }

  /** The changelogs remember how many partitions there were at the first start. */
  private static void sameCountAsBefore(Cluster cluster, String applicationId, int partitions) {
    Changelogs.of(cluster, applicationId)
        .forEach(
            (name, count) -> {
              if (count != partitions) {
                throw new StartException(
                    Problem.PARTITION_COUNT_CHANGED,
                    "the topics have "
                        + partitions
                        + " partitions, but "
                        + applicationId
                        + " was started with "
                        + count
                        + " ("
                        + name
                        + "). The count is fixed for life: an agent's history would be torn apart."
                        + " Move to a new prefix instead");
              }
            });
  }

  private static void usableFolder(Path folder) {
    try {
      Files.createDirectories(folder);
      if (!Files.isWritable(folder)) {
        throw new IOException("not writable");
      }
    } catch (IOException e) {
      throw new StartException(
          Problem.STATE_DIR_UNUSABLE,
          "the state folder "
              + folder
              + " cannot be used ("
              + e
              + "); set "
              + AppConfig.STATE_DIR
              + " to a writable folder",
          e);
    }
  }
}
