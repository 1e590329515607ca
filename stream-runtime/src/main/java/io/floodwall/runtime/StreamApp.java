package io.floodwall.runtime;

import io.floodwall.schemas.Topics;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.streams.Topology;

/** One of floodwall's applications, as the runner needs to know it. */
public interface StreamApp {
  /**
   * Its name: {@code admission}, {@code gate} or {@code ledger}; the application id is the prefix
   * and this.
   */
  String name();

  /** Its keys, the common ones included. */
  ConfigDef configDef();

  /** Its checked configuration. */
  AppConfig configure(Map<String, ?> properties);

  /** The topics it reads, all with the same number of partitions. */
  List<String> sources(Topics topics);

  /**
   * Those of its sources that it writes itself and reads back, checking every record against what
   * it knows: reading them from the beginning is never wrong.
   */
  default Set<String> readBack(Topics topics) {
    return Set.of();
  }

  /** Whether it decides anything from a record's headers; one that does not gets none. */
  default boolean readsHeaders() {
    return false;
  }

  /** Its topology, for topics of {@code partitions} partitions; what it does is counted there. */
  Topology topology(AppConfig config, int partitions, Meters meters);

  /** One run of it, which is the runner's to end. */
  default Run run(AppConfig config, int partitions, Meters meters) {
    return Run.of(topology(config, partitions, meters));
  }

  /** Its topology, with meters that nobody looks at. */
  default Topology topology(AppConfig config, int partitions) {
    return topology(config, partitions, Meters.unscraped());
  }
}
