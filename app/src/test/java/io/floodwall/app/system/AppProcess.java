package io.floodwall.app.system;

import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * One application in a process of its own, which can be killed without a word and started again as
 * the same instance.
 */
final class AppProcess implements AutoCloseable {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final String name;
  private final String mainClass;
  private final Path folder;
  private final List<String> arguments = new ArrayList<>();
  private final int healthPort;
  private Process process;

  private AppProcess(String name, String mainClass, Path folder, int healthPort) {
    this.name = name;
    this.mainClass = mainClass;
    this.folder = folder;
    this.healthPort = healthPort;
  }

  /** Starts {@code name} with {@code settings}, its state below {@code folder}. */
  static AppProcess start(String name, String bootstrap, Path folder, Map<String, String> settings)
      throws IOException {
    String mainClass =
        "io.floodwall."
            + name
            + "."
            + Character.toUpperCase(name.charAt(0))
            + name.substring(1)
            + "Main";
    var app = new AppProcess(name, mainClass, folder, freePort());
    app.arguments.addAll(List.of("--bootstrap", bootstrap));
    app.set("floodwall.state.dir", folder.resolve("state-" + name).toString());
    app.set("floodwall.health.port", Integer.toString(app.healthPort));
    app.set("floodwall.instance.id", name + "-0");
    settings.forEach(app::set);
    app.start();
    return app;
  }

  String name() {
    return name;
  }

  void start() throws IOException {
    var command = new ArrayList<String>();
    command.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx256m"));
    command.add("-Dkafka.log.level=" + System.getProperty("kafka.log.level", "ERROR"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(mainClass);
    command.addAll(arguments);
    process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(folder.resolve(name + ".log").toFile()))
            .start();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** SIGKILL: nothing is flushed, closed or said. */
  void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  /** SIGTERM, and waits. */
  void stop() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      throw new IllegalStateException(name + " did not stop on SIGTERM");
    }
  }

  void awaitReady() {
    Awaitility.await(name + " is ready")
        .atMost(Duration.ofSeconds(90))
        .pollInterval(Duration.ofMillis(50))
        .until(this::isReady);
  }

  private boolean isReady() throws InterruptedException {
    if (!process.isAlive()) {
      throw new IllegalStateException(
          name + " exited with " + process.exitValue() + ", see its log in " + folder);
    }
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + healthPort + "/ready")).build();
    try {
      return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }

  private void set(String key, String value) {
    arguments.addAll(List.of("--set", key + "=" + value));
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
