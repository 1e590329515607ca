package io.floodwall.app.chaos;

import io.floodwall.app.broker.Ports;
import io.floodwall.runtime.AppConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One instance of an application in a process of its own, and its health endpoint. */
record AppChild(
    String app, Child process, Path state, int healthPort, @Nullable SteppedClock clock) {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  /**
   * Starts instance {@code number} of {@code app}, its folders below {@code root} and {@code
   * settings} beside the defaults.
   *
   * @param clocks where {@link SteppedClock}'s class is if it is to have a clock of its own, or
   *     null
   */
  static AppChild start(
      String app,
      int number,
      String bootstrap,
      Path root,
      @Nullable Path clocks,
      Map<String, String> settings)
      throws IOException {
    String name = app + "-" + number;
    SteppedClock clock = clocks == null ? null : new SteppedClock(clocks, clocks.resolve(name));
    Path state = root.resolve("state").resolve(name);
    int healthPort = Ports.free();
    var arguments = new ArrayList<>(List.of(app, "--bootstrap", bootstrap));
    set(arguments, AppConfig.STATE_DIR, state.toString());
    set(arguments, AppConfig.HEALTH_PORT, Integer.toString(healthPort));
    set(arguments, AppConfig.INSTANCE_ID, name);
    settings.forEach((key, value) -> set(arguments, key, value));
    Path log = root.resolve("logs").resolve(name + ".log");
    return new AppChild(app, Child.start(name, log, clock, arguments), state, healthPort, clock);
  }

  /** Whether it runs and all its state is restored. */
  boolean isReady() {
    process.requireAlive();
    var uri = URI.create("http://127.0.0.1:" + healthPort + "/ready");
    try {
      var answer =
          HTTP.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding());
      return answer.statusCode() == 200;
    } catch (IOException e) {
      return false; // it does not listen yet
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static void set(List<String> arguments, String key, String value) {
    arguments.add("--set");
    arguments.add(key + "=" + value);
  }
}
