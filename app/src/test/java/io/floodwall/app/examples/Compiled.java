package io.floodwall.app.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** The examples' classes, made with no more on the class path than their pom gives them. */
record Compiled(Path classes) {
  private static final Path SOURCES = Path.of("../examples/src/main/java");
  private static final long RUN_TIMEOUT_S = 120;

  /** Compiles them into {@code folder}. */
  static Compiled into(Path folder) throws IOException {
    var arguments = new ArrayList<String>(List.of("-proc:none", "-d", folder.toString()));
    arguments.addAll(List.of("-cp", String.join(File.pathSeparator, embeddable())));
    try (Stream<Path> files = Files.walk(SOURCES)) {
      files.filter(file -> file.toString().endsWith(".java")).forEach(f -> arguments.add("" + f));
    }
    int result =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, arguments.toArray(String[]::new));
    assertThat(result).as("the examples compile").isZero();
    return new Compiled(folder);
  }

  /** This test's class path without streams, applications and the command. */
  private static List<String> embeddable() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(entry -> !entry.matches(".*(stream|rocksdb|app[/-]).*"))
        .toList();
  }

  /** Runs a main class in a process of its own; answers its stdout. */
  List<String> run(Path folder, String type, String... arguments)
      throws IOException, InterruptedException {
    Path out = folder.resolve(type + ".out");
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx128m", "-cp"));
    command.add(classes + File.pathSeparator + System.getProperty("java.class.path"));
    command.add("io.floodwall.examples." + type);
    command.addAll(List.of(arguments));
    Process run =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(folder.resolve(type + ".err").toFile())
            .start();
    try {
      assertThat(run.waitFor(RUN_TIMEOUT_S, TimeUnit.SECONDS)).isTrue();
    } finally {
      run.destroyForcibly();
    }
    assertThat(run.exitValue()).as(Files.readString(folder.resolve(type + ".err"))).isZero();
    return Files.readAllLines(out);
  }
}
