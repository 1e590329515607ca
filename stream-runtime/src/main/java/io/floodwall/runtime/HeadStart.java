package io.floodwall.runtime;

import io.floodwall.schemas.Codecs;
import java.util.List;
import org.rocksdb.RocksDB;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What every application needs and what needs no configuration, done beside the reading of options
 * and the questions to the cluster: a restart is shorter by as much.
 *
 * <p>It changes nothing but when things are loaded. What fails here fails again where it is needed,
 * and is told there.
 */
final class HeadStart {
  private static final Logger LOG = LoggerFactory.getLogger(HeadStart.class);

  /** What an application makes first; each brings many more with it. */
  private static final List<String> FIRST =
      List.of(
          "org.apache.kafka.streams.KafkaStreams",
          "org.apache.kafka.streams.processor.internals.StreamThread",
          "org.apache.kafka.clients.producer.KafkaProducer");

  private HeadStart() {}

  /** Begins, on a thread that keeps no process alive. */
  static void begin() {
    var thread = new Thread(HeadStart::run, "floodwall-head-start");
    thread.setDaemon(true);
    thread.start();
  }

  private static void run() {
    try {
      load();
    } catch (ClassNotFoundException | RuntimeException | LinkageError e) {
      LOG.debug("no head start", e);
    }
  }

  /** All of it, on this thread. */
  static void load() throws ClassNotFoundException {
    RocksDB.loadLibrary(); // unpacks the native library
    var unused = Codecs.pinned(); // parses every schema
    for (String name : FIRST) {
      Class.forName(name);
    }
  }
}
