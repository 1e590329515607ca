package io.floodwall.runtime;

import io.floodwall.schemas.Codecs;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.rocksdb.RocksDB;
import org.slf4j.LoggerFactory;

/**
 * What every application needs and what needs no configuration, done beside the reading of options
 * and the questions to the cluster: a restart is shorter by as much.
 *
 * <p>It changes nothing but when things are loaded. What fails here fails again where it is needed,
 * and is told there.
 */
final class HeadStart {
  /** What an application makes first; each brings many more with it. */
  private static final List<String> FIRST =
      List.of(
          "org.apache.kafka.streams.KafkaStreams",
          "org.apache.kafka.streams.processor.internals.StreamThread",
          "org.apache.kafka.clients.producer.KafkaProducer");

  private HeadStart() {}

  /** A part that may fail. */
  private interface Part {
    void load() throws ClassNotFoundException;
  }

  /** Begins, on threads that keep no process alive. */
  static void begin() {
    begin(RocksDB::loadLibrary, "library"); // unpacks it
    begin(HeadStart::load, "classes");
  }

  private static void begin(Part part, String what) {
    var thread = new Thread(() -> run(part), "floodwall-head-start-" + what);
    thread.setDaemon(true);
    thread.start();
  }

  private static void run(Part part) {
    try {
      part.load();
    } catch (ClassNotFoundException | RuntimeException | LinkageError e) {
      // asked for here alone: to set up logging is the first thing that others wait for
      LoggerFactory.getLogger(HeadStart.class).debug("no head start", e);
    }
  }

  /** The classes, on this thread. */
  static void load() throws ClassNotFoundException {
    var unusedServer = ManagementFactory.getPlatformMBeanServer(); // every client has metrics there
    var unused = Codecs.pinned(); // parses every schema
    for (String name : FIRST) {
      Class.forName(name);
    }
  }
}
