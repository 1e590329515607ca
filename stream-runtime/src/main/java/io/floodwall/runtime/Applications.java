package io.floodwall.runtime;

import io.floodwall.core.intent.PlainText;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;

/** The applications of one process, from their options to its exit code. */
record Applications(List<StreamApp> apps) {
  /** Runs them until they stop; answers the exit code: 0 clean, 1 error, 2 usage. */
  int run(StartOptions options, PrintWriter err) throws InterruptedException {
    var runners = new ArrayList<StreamRunner>();
    SystemdNotice notice;
    try {
      Map<String, String> properties = options.properties();
      for (StreamApp app : apps) {
        runners.add(StreamRunner.start(app, app.configure(only(app, properties))));
      }
      notice = SystemdNotice.start(System.getenv(), healths(runners));
      Runtime.getRuntime()
          .addShutdownHook(new Thread(() -> stop(notice, runners), "floodwall-stop"));
    } catch (KafkaException | StartException e) {
      closeAll(runners);
      err.println("floodwall: " + PlainText.escaped(String.valueOf(e.getMessage())));
      return e instanceof ConfigException ? 2 : 1;
    }
    if (StreamRunner.awaitFirstStopped(runners) != null) {
      stop(notice, runners); // one that fails takes the others with it: a half wall is told at once
      return 1;
    }
    boolean failed = false;
    for (StreamRunner runner : runners) {
      failed |= runner.awaitStopped() != null;
    }
    return failed ? 1 : 0;
  }

  private static void stop(SystemdNotice notice, List<StreamRunner> runners) {
    notice.stop();
    closeAll(runners);
  }

  private static List<Supplier<Health>> healths(List<StreamRunner> runners) {
    return runners.stream().<Supplier<Health>>map(runner -> runner::health).toList();
  }

  /**
   * With several applications in one process, each gets the keys it knows. A key that none knows is
   * still refused.
   */
  private Map<String, String> only(StreamApp app, Map<String, String> properties) {
    var mine = new HashMap<String, String>();
    properties.forEach(
        (key, value) -> {
          boolean theirs =
              !app.configDef().names().contains(key)
                  && apps.stream().anyMatch(other -> other.configDef().names().contains(key));
          if (!theirs) {
            mine.put(key, value);
          }
        });
    return mine;
  }

  private static void closeAll(List<StreamRunner> runners) {
    runners.forEach(StreamRunner::close);
  }
}
