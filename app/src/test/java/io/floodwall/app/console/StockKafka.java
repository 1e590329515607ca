package io.floodwall.app.console;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Kafka's command line tools in a process of their own, whose class path is what a Kafka download
 * has in {@code libs}, and what {@code CLASSPATH} adds to it.
 */
public final class StockKafka {
  /** What the formatter may use: jars of a Kafka download by the start of their names. */
  private static final List<String> LIBS =
      List.of(
          "argparse4j",
          "commons-cli",
          "connect-",
          "jackson-",
          "jopt-simple",
          "kafka",
          "lz4-java",
          "metrics-core",
          "re2j",
          "scala-",
          "slf4j-api",
          "snappy-java",
          "zstd-jni");

  private static final Path STOCK = Path.of("..", "console", "target", "stock");
  private static final int SECONDS_MAX = 90;

  private final Path folder;

  /** Tools whose output goes through {@code folder}. */
  public StockKafka(Path folder) {
    this.folder = folder;
  }

  /** What a tool answered. */
  public record Answer(int exit, String out, String err) {
    public List<String> lines() {
      return out.lines().toList();
    }
  }

  /** A tool with nothing of floodwall on its class path. */
  public Answer run(String tool, String... arguments) throws Exception {
    return run(List.of(), tool, arguments);
  }

  /** A tool with floodwall's one jar added. */
  Answer runWithFormatter(String tool, String... arguments) throws Exception {
    return run(formatter(), tool, arguments);
  }

  private Answer run(List<String> added, String tool, String... arguments) throws Exception {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx256m", "-cp"));
    command.add(
        Stream.concat(added.stream(), entries().filter(StockKafka::isInLibs))
            .collect(Collectors.joining(File.pathSeparator)));
    command.add("org.apache.kafka.tools." + tool);
    command.addAll(Arrays.asList(arguments));
    Path out = Files.createTempFile(folder, "tool", ".out");
    Path err = Files.createTempFile(folder, "tool", ".err");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    try {
      if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
        throw new IllegalStateException(
            tool + " is not over after " + SECONDS_MAX + " s: " + Files.readString(err));
      }
    } finally {
      process.destroyForcibly();
    }
    return new Answer(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  /** The shaded jar where the build has made it, and what it is made from in a quicker loop. */
  private static List<String> formatter() throws IOException {
    if (Files.isDirectory(STOCK)) {
      try (var jars = Files.list(STOCK)) {
        return jars.map(Path::toString).toList();
      }
    }
    System.err.println(STOCK + " is not built: the formatter runs from its classes");
    return entries().filter(entry -> !isInLibs(entry) && isPartOfFormatter(entry)).toList();
  }

  private static boolean isPartOfFormatter(String entry) {
    String name = Path.of(entry).getFileName().toString();
    return Files.isDirectory(Path.of(entry))
        || name.startsWith("avro-")
        || name.startsWith("floodwall");
  }

  private static boolean isInLibs(String entry) {
    String name = Path.of(entry).getFileName().toString();
    return name.endsWith(".jar") && LIBS.stream().anyMatch(name::startsWith);
  }

  private static Stream<String> entries() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator));
  }
}
