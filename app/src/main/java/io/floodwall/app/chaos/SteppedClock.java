package io.floodwall.app.chaos;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/**
 * The clock of one process, as Kafka's clients and streams read it, which can be put on and back
 * while the process runs; all other clocks of the machine stay as they are.
 *
 * <p>A class of that name stands before Kafka's on the process's class path and adds what {@code
 * file} says.
 *
 * @param classes where that class is
 */
record SteppedClock(Path classes, Path file) {
  private static final String SOURCE = "SystemTime.java.txt";
  private static final String PROPERTY = "floodwall.chaos.clock";

  /** Compiles the class into {@code folder}; for that this process needs a JDK. */
  static Path compile(Path folder) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    if (compiler == null) {
      throw new IOException(
          "there is no Java compiler: clock needs a JDK, a JRE will not do; leave it out of"
              + " --faults");
    }
    Path source = Files.createDirectories(folder).resolve("SystemTime.java");
    try (InputStream text = SteppedClock.class.getResourceAsStream(SOURCE)) {
      if (text == null) {
        throw new IOException(SOURCE + " is not in the build");
      }
      Files.copy(text, source, StandardCopyOption.REPLACE_EXISTING);
    }
    var said = new ByteArrayOutputStream();
    String classPath = System.getProperty("java.class.path");
    int failed =
        compiler.run(
            null, said, said, "-cp", classPath, "-proc:none", "-d", folder + "", source + "");
    if (failed != 0) {
      throw new IOException(
          "the stepped clock cannot be compiled: " + said.toString(StandardCharsets.UTF_8));
    }
    return folder;
  }

  /** What the JVM is told besides. */
  List<String> options() {
    return List.of("-D" + PROPERTY + "=" + file);
  }

  /** {@code classPath} with the clock before it. */
  String before(String classPath) {
    return classes + File.pathSeparator + classPath;
  }

  /** So far beside the machine's clock, from some hundredths of a second on. */
  void put(Duration beside) {
    Path whole = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.writeString(whole, Long.toString(beside.toMillis()));
      Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot put the clock " + file, e);
    }
  }
}
