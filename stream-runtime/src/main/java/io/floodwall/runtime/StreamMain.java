package io.floodwall.runtime;

import io.floodwall.core.intent.PlainText;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The command line of applications that run in a process of their own: options in, exit code out.
 */
@Command(mixinStandardHelpOptions = true, description = "Runs until it is told to stop.")
public final class StreamMain implements Callable<Integer> {
  @Option(
      names = "--bootstrap",
      paramLabel = "HOST:PORT",
      description = "where Kafka is (bootstrap.servers)")
  private @Nullable String bootstrap;

  @Option(
      names = "--command-config",
      paramLabel = "FILE",
      description = "Kafka client properties: TLS, SASL and the like")
  private @Nullable Path commandConfig;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "floodwall.* properties; docs/configuration.md lists them")
  private @Nullable Path config;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "one property; goes before both files; may be repeated")
  private final Map<String, String> set = new HashMap<>();

  @Spec private CommandSpec spec;

  private final List<StreamApp> apps;

  private StreamMain(List<StreamApp> apps) {
    this.apps = apps;
  }

  /** Runs {@code apps} until they stop or the process is told to, and exits. */
  public static void main(String name, List<StreamApp> apps, String[] args) {
    System.exit(run(name, apps, args));
  }

  /** Runs {@code apps} until they stop; answers the exit code: 0 clean, 1 error, 2 usage. */
  public static int run(String name, List<StreamApp> apps, String... args) {
    return run(name, apps, new PrintWriter(System.err, true, StandardCharsets.UTF_8), args);
  }

  /** The same, with {@code err} for what it says before the applications run. */
  public static int run(String name, List<StreamApp> apps, PrintWriter err, String... args) {
    HeadStart.begin();
    return new CommandLine(new StreamMain(apps))
        .setCommandName(name)
        .setErr(err)
        .setParameterExceptionHandler(StreamMain::refuse)
        .execute(args);
  }

  /** What was typed is escaped, for a script may pass on what an agent wrote. */
  private static int refuse(ParameterException wrong, String[] words) {
    CommandLine command = wrong.getCommandLine();
    command.getErr().println(PlainText.escaped(wrong.getMessage()));
    if (!UnmatchedArgumentException.printSuggestions(wrong, command.getErr())) {
      command.usage(command.getErr());
    }
    return 2;
  }

  @Override
  public Integer call() throws InterruptedException {
    var runners = new ArrayList<StreamRunner>();
    SystemdNotice notice;
    try {
      Map<String, String> properties = properties();
      for (StreamApp app : apps) {
        runners.add(StreamRunner.start(app, app.configure(only(app, properties))));
      }
      notice = SystemdNotice.start(System.getenv(), healths(runners));
      Runtime.getRuntime()
          .addShutdownHook(new Thread(() -> stop(notice, runners), "floodwall-stop"));
    } catch (KafkaException | StartException e) {
      closeAll(runners);
      spec.commandLine()
          .getErr()
          .println("floodwall: " + PlainText.escaped(String.valueOf(e.getMessage())));
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

  private Map<String, String> properties() {
    var all = new HashMap<String, String>();
    if (commandConfig != null) {
      all.putAll(PropertiesFile.read("--command-config", commandConfig));
    }
    if (config != null) {
      all.putAll(PropertiesFile.read("--config", config));
    }
    all.putAll(set);
    if (bootstrap != null) {
      all.put("bootstrap.servers", bootstrap);
    }
    return all;
  }

  private static void closeAll(List<StreamRunner> runners) {
    runners.forEach(StreamRunner::close);
  }
}
