package io.floodwall.app.console;

import io.floodwall.console.FloodwallFormatter;
import io.floodwall.schemas.registry.RegistryProperties;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.tools.consumer.ConsoleConsumer;
import org.apache.kafka.tools.consumer.ConsoleConsumerOptions;

/**
 * One run of Kafka's own console consumer in this process, with our formatter, over committed
 * records.
 *
 * <p>It prints to {@code System.out} and takes Ctrl-C through a shutdown hook, so there is one run
 * at a time in a process. Ctrl-C is how a person ends it, and so exits with 0.
 */
final class StockConsumer {
  private final List<String> arguments = new ArrayList<>();

  StockConsumer(String topic, Map<String, ?> clientProperties) {
    add("--topic", topic);
    add("--isolation-level", "read_committed");
    add("--formatter", FloodwallFormatter.class.getName());
    RegistryProperties.without(clientProperties)
        .forEach(
            (key, value) -> {
              if (key.equals("bootstrap.servers")) {
                add("--bootstrap-server", value.toString());
              } else {
                add("--command-property", key + "=" + value);
              }
            });
    add("--command-property", "allow.auto.create.topics=false");
    add("--command-property", "enable.metrics.push=false");
  }

  StockConsumer add(String option, String value) {
    arguments.add(option);
    arguments.add(value);
    return this;
  }

  StockConsumer add(String flag) {
    arguments.add(flag);
    return this;
  }

  /** Runs until it has printed all it was asked for, or Ctrl-C; answers how many lines it wrote. */
  long run(PrintWriter out) {
    var ended = new CountDownLatch(1);
    var hook = new Thread(() -> exitAfter(ended), "console-end");
    var lines = new PrintedLines(out);
    PrintStream before = System.out;
    Runtime.getRuntime().addShutdownHook(hook);
    System.setOut(lines);
    try {
      ConsoleConsumer.run(new ConsoleConsumerOptions(arguments.toArray(String[]::new)));
      return lines.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      System.setOut(before);
      out.flush();
      forget(hook);
      ended.countDown();
    }
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // Ctrl-C: the hook runs, and ends the process once everything is printed.
    }
  }

  private static void exitAfter(CountDownLatch ended) {
    try {
      ended.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(0);
  }
}
